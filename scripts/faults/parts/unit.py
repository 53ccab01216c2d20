"""How systemd would start the portal, read from the very unit that does."""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.files import ROOT

UNIT = ROOT / "deploy" / "systemd" / "portal-web@.service"


@dataclass(frozen=True)
class Unit:
    command: list[str]
    # Seconds until what has ended is started again, and from asking to insisting when it is stopped.
    restarts_after: float
    stops_within: float


def unit_of(instance: str, runtime: Path) -> Unit:
    """With this checkout's programs, and its sockets in `runtime`."""
    told = settings_of(UNIT.read_text())
    variables = dict(pair.split("=", 1) for line in told["Environment"] for pair in shlex.split(line))
    line = told["ExecStart"][-1]
    for written, ours in {
        "/srv/portal/instances/%i/.venv/bin": str(Path(sys.executable).parent),
        # The unit gives the socket its name when somebody answers at it; here it has that from the start.
        "%i.starting": "%i.sock",
        "/run/portal": str(runtime),
        "%i": instance,
        **{f"${{{name}}}": value for name, value in variables.items()},
    }.items():
        line = line.replace(written, ours)
    return Unit(shlex.split(line), seconds(told["RestartSec"][-1]), seconds(told["TimeoutStopSec"][-1]))


def settings_of(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not name.startswith("#"):
            found.setdefault(name.strip(), []).append(value.strip())
    return found


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))
