"""How systemd would start, reload and stop the portal, read from the very unit that says so."""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.files import ROOT

UNIT = ROOT / "deploy" / "systemd" / "portal-web@.service"

Command = list[str]


@dataclass(frozen=True)
class Unit:
    environment: dict[str, str]
    before: list[Command]
    command: Command
    # Until these have ended, nobody has been told that it is there.
    after: list[Command]
    reload: list[Command]
    farewell: list[Command]
    # Seconds until what has ended is started again, and from asking to insisting when it is stopped.
    restarts_after: float
    stops_within: float


def unit_of(instance: str, runtime: Path) -> Unit:
    """With this checkout's programs, and its sockets in `runtime`."""
    told = settings_of(UNIT.read_text())
    variables = dict(pair.split("=", 1) for line in told["Environment"] for pair in shlex.split(line))
    ours = {
        "/srv/portal/instances/%i/.venv/bin": str(Path(sys.executable).parent),
        "/srv/portal/instances/%i": str(ROOT),
        "/run/portal": str(runtime),
        "%i": instance,
        **{f"${{{name}}}": value for name, value in variables.items()},
    }

    def commands(name: str) -> list[Command]:
        found = []
        for line in told[name]:
            for written, here in ours.items():
                line = line.replace(written, here)
            found.append(shlex.split(line))
        return found

    return Unit(
        environment=variables,
        before=commands("ExecStartPre"),
        command=commands("ExecStart")[-1],
        after=commands("ExecStartPost"),
        reload=commands("ExecReload"),
        farewell=commands("ExecStop"),
        restarts_after=seconds(told["RestartSec"][-1]),
        stops_within=seconds(told["TimeoutStopSec"][-1]),
    )


def settings_of(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not name.startswith("#"):
            found.setdefault(name.strip(), []).append(value.strip())
    return found


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))
