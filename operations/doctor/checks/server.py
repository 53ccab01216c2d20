"""Whether the portal runs as it should, with what it is to run with."""

import http.client
import json
import logging
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.utils.translation import gettext as _

from deploy import await_alive
from deploy.upgrading import instances, places, releases
from khartoum.staticfiles import STYLESHEET
from operations.doctor import site
from operations.doctor.processes import open_files_allowed
from operations.doctor.registry import Findings, as_told, check, error, warning

# For each visitor's connection one, and one to the database.
ENOUGH_FILES = 1024


@check("server")
def is_in_production() -> Findings:
    if not settings.PRODUCTION:
        yield warning(
            _("This is a local portal: it trusts whoever is on this machine."),
            _(
                "For the public, set PORTAL_MODE=production, which also names what else is missing: "
                "deploy/portal.env"
            ),
        )


@check("server")
def shows_no_internals() -> Findings:
    if settings.DEBUG:
        yield error(
            _("DEBUG is on: error pages show visitors the inside of the portal."),
            _("Set DEBUG=no and restart."),
        )


@check("server")
def logs_what_matters() -> Findings:
    level = logging.getLogger().getEffectiveLevel()
    if level < logging.INFO:
        yield warning(
            _("The log holds everything (DEBUG): it grows fast, and may hold personal data."),
            _("Set LOG_LEVEL=WARNING, or INFO."),
        )
    elif level > logging.WARNING:
        yield warning(
            _("Warnings are not logged: troubles are not seen until they have grown."),
            _("Set LOG_LEVEL=WARNING."),
        )


@check("server", only_in_production=True)
def errors_are_told() -> Findings:
    if not settings.SENTRY_DSN and not (settings.ERRORS_TO and settings.SENDS_MAIL):
        yield warning(
            _("Nobody is told when the portal makes an error: it is on the log alone."),
            _("Set ERRORS_TO (with EMAIL_URL) or SENTRY_DSN: docs/monitoring.md"),
        )


@check("server")
def may_open_enough_files() -> Findings:
    allowed = open_files_allowed()
    if allowed < ENOUGH_FILES:
        yield warning(
            _("A server process may have %(allowed)d files and connections open, which is few.")
            % {"allowed": allowed},
            _("LimitNOFILE=65536 in its systemd unit, then: systemctl daemon-reload, and restart it."),
        )


@check("server")
def instances_are_ready() -> Findings:
    """Each of those that nginx asks: while one answers, the public address does."""
    if not Path(settings.BASE_DIR).is_relative_to(places.RELEASES.resolve()):
        # Another kind of server, which has no instances at sockets.
        return
    for name in places.SERVING:
        problem = _why_not_ready(instances.socket_of(name))
        if problem:
            unit = instances.unit_of(name)
            yield error(
                _("Instance %(name)s of the portal is not ready: %(problem)s")
                % {"name": name, "problem": as_told(problem)},
                f"journalctl -u {unit} -n 30; systemctl restart {unit}",
            )


def _why_not_ready(socket: str) -> str:
    try:
        status = await_alive.status(socket, "/readyz", timeout=site.PATIENCE)
    except (OSError, http.client.HTTPException) as problem:
        return str(problem)
    return "" if status == 200 else f"/readyz {status}"


@check("server")
def static_files_are_collected() -> Findings:
    """Our own, byte for byte: pages ask for them by names made of their content."""
    root = Path(settings.STATIC_ROOT)
    try:
        # With it, a list that cannot be read is refused.
        if not isinstance(staticfiles_storage, ManifestFilesMixin):
            return
        names = _collected_names()
    except (OSError, ValueError, KeyError):
        yield error(
            _("The static files have not been collected: pages have no styles."),
            _how_to_collect(),
        )
        return
    old = next((name for name in own_files() if not _is_current(root, names, name)), None)
    if old is not None:
        yield error(
            _("The collected static files are of another release: %(name)s differs.") % {"name": old},
            _how_to_collect(),
        )


@check("server")
def nginx_has_the_static_files() -> Findings:
    """It gives out those of all releases from a folder of its own: deploy/nginx/files.conf."""
    if not releases.is_complete(Path(settings.BASE_DIR)):
        return
    try:
        wanted = _collected_names().values()
    except (OSError, ValueError, KeyError):
        # Another check says so.
        return
    missing = next((name for name in wanted if not (places.STATIC / name).is_file()), None)
    if missing is not None:
        yield error(
            _("nginx lacks static files of this release: %(name)s") % {"name": missing},
            f"cp -a {settings.STATIC_ROOT}/. {places.STATIC}/",
        )


def _collected_names() -> dict[str, str]:
    return json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]


def _how_to_collect() -> str:
    release = Path(settings.BASE_DIR)
    if not releases.is_complete(release):
        return "manage.py collectstatic --no-input"
    # It belongs to root, and the portal's user may not write there: deploy/upgrading/releases.py.
    return _(
        "As root: /srv/portal/current/deploy/upgrade --back; then rm -r %(release)s, and deploy/upgrade to "
        "the same release, which makes it anew."
    ) % {"release": release}


def own_files() -> list[str]:
    folder = Path(settings.BASE_DIR) / "static"
    files = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    # Those in css/ are joined into one.
    return [STYLESHEET, *sorted(name for name in files if not name.startswith("css/"))]


def _is_current(root: Path, names: dict[str, str], name: str) -> bool:
    source, kept = find(name), root / name
    return (
        name in names
        and source is not None
        and kept.is_file()
        and kept.read_bytes() == Path(source).read_bytes()
    )
