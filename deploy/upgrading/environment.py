"""manage.py of a release, as the portal's own user and with the portal's settings."""

import os
import pwd
import re
from pathlib import Path

from deploy.upgrading import places
from deploy.upgrading.steps import FailedError

ASSIGNMENT = re.compile(r"([A-Z_][A-Z0-9_]*)=(.*)\Z")
# What of the administrator's own environment goes on: who it is, where packages come from, and how to write.
PASSED_ON = re.compile(r"(SUDO_USER|LOGNAME|PIP_\w+|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|LANG|TERM)\Z")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def read(path: Path = places.ENVIRONMENT) -> dict[str, str]:
    """As systemd reads an EnvironmentFile: a name and a value in each line, quotes around it taken off."""
    if not path.exists():
        raise FailedError(f"{path} is missing. Make it of deploy/portal.env, and fill it in.")
    values = {}
    for line in path.read_text().splitlines():
        found = ASSIGNMENT.match(line.strip())
        if found:
            name, value = found.group(1), found.group(2).strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            values[name] = value
    return values


def settings() -> dict[str, str]:
    """The environment that the portal's processes have."""
    passed_on = {name: value for name, value in os.environ.items() if PASSED_ON.match(name)}
    own = {"PATH": PATH, "HOME": str(places.HOME / "var"), "PYTHONUNBUFFERED": "1"}
    return {**own, **passed_on, **read()}


def as_portal(*command: str | Path) -> list[str]:
    """The command, given up all rights that the portal's user has not."""
    try:
        pwd.getpwnam(places.USER)
    except KeyError:
        raise FailedError(f"There is no user {places.USER}: make it as docs/operations.md says.") from None
    words = [str(word) for word in command]
    if os.getuid() != 0:
        return words
    user = places.USER
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--no-new-privs", *words]


def manage(release: Path, *arguments: str) -> list[str]:
    return as_portal(release / ".venv" / "bin" / "python", release / "manage.py", *arguments)
