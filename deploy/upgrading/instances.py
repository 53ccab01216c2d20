"""The instances of the portal: which release each has, and whether it serves."""

import filecmp
import http.client
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

from deploy import await_alive
from deploy.upgrading import environment, places
from deploy.upgrading.steps import FailedError, run

# Each must answer 200 before visitors come to a release: the languages, lists, the API, the door of the desk.
PAGES = ("/en/", "/fr/", "/ar/", "/en/events/", "/en/documents/", "/api/v1/events/", "/accounts/login/")
PATIENCE = 60.0


def link_of(name: str) -> Path:
    return places.INSTANCES / name


def socket_of(name: str) -> str:
    return str(places.SOCKETS / f"{name}.sock")


def unit_of(name: str) -> str:
    return f"portal-web@{name}.service"


def start(name: str, release: Path) -> None:
    """Leads the instance to the release, and comes back when that serves."""
    places.lead(link_of(name), release)
    run(["systemctl", "restart", unit_of(name)], advice=f"journalctl -u {unit_of(name)} says why.")
    look_at(name)


def stop(name: str) -> None:
    run(["systemctl", "stop", unit_of(name)])


def look_at(name: str) -> None:
    path = socket_of(name)
    host = urlsplit(environment.read().get("SITE_URL", "")).hostname or "localhost"
    if not await_alive.wait(path, "/readyz", PATIENCE):
        raise FailedError(
            f"Instance {name} is not ready after {PATIENCE:.0f} s. journalctl -u {unit_of(name)} says why."
        )
    for page in PAGES:
        began = time.monotonic()
        try:
            status = await_alive.status(path, page, host=host)
        except (OSError, http.client.HTTPException) as problem:
            raise FailedError(f"Instance {name} breaks off at {page}: {problem!r}.") from problem
        if status != 200:
            raise FailedError(
                f"Instance {name} answers {page} with {status} after {time.monotonic() - began:.1f} s. "
                f"journalctl -u {unit_of(name)} says why."
            )


def install_units(release: Path) -> None:
    """Those of the release. What is to differ on this machine belongs into `systemctl edit`."""
    source = release / "deploy" / "systemd"
    changed = False
    for path in (path for path in source.rglob("*") if path.is_file()):
        target = places.UNITS / path.relative_to(source)
        if not (target.exists() and filecmp.cmp(path, target, shallow=False)):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            changed = True
    if changed:
        run(["systemctl", "daemon-reload"])


def reload_nginx() -> None:
    """Its configuration comes with the release. Without a site of ours yet, there is nothing to reload."""
    if not Path("/etc/nginx/sites-enabled/portal").exists():
        return
    run(["nginx", "-q", "-t"], advice="nginx goes on with the configuration it has.")
    run(["systemctl", "reload", "nginx"])
