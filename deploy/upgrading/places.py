"""Where everything is on the server."""

import os
from pathlib import Path

HOME = Path(os.environ.get("PORTAL_HOME", "/srv/portal"))
SOURCE = HOME / "source"
RELEASES = HOME / "releases"
# What commands, timers and nginx take. Each instance has a link of its own: they change one after the other.
CURRENT = HOME / "current"
PREVIOUS = HOME / "previous"
INSTANCES = HOME / "instances"
# The static files of all releases that are there, for nginx.
STATIC = HOME / "static"
SOCKETS = Path("/run/portal")
UNITS = Path("/etc/systemd/system")
ENVIRONMENT = Path("/etc/portal/portal.env")
LOCK = Path("/run/portal-upgrade.lock")

USER = "portal"
SERVING = ("a", "b")
CANDIDATE = "candidate"


def target(link: Path) -> Path | None:
    """The release that a link leads to."""
    return link.resolve() if link.is_symlink() and link.exists() else None


def lead(link: Path, release: Path) -> None:
    """At once: there is no moment at which the link leads nowhere."""
    link.parent.mkdir(parents=True, exist_ok=True)
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(release)
    new.replace(link)
