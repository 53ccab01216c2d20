"""What the status page tells, in a fixed number of small questions, none of which may keep it waiting."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.counters import SHARED
from operations import readiness
from operations.doctor.checks.replica import replicas, standing_of
from operations.doctor.checks.storage import ENOUGH_ROOM, LEAST_ROOM, folders
from operations.doctor.processes import servers, web_workers
from operations.metrics.version import versions

GOOD, POOR, BAD = "good", "poor", "bad"


@dataclass(frozen=True)
class Fact:
    label: str
    value: Any
    # Whether it is as it should be; empty where that is not the question.
    state: str = ""
    # A name, number or path, which is read from left to right in every language.
    is_code: bool = False


def parts() -> Iterator[Fact]:
    """What no request can do without, as /readyz tells load balancers."""
    names = {"database": _("Database"), "storage": _("Storage")}
    for part in readiness.PARTS:
        problem = part.problem()
        yield Fact(names[part.name], _("does not work") if problem else _("works"), BAD if problem else GOOD)


def software() -> Iterator[Fact]:
    told = versions()
    yield Fact(_("Portal"), told["version"], is_code=True)
    yield Fact(_("Release"), told["release"], is_code=True)
    yield Fact("Python", told["python"], is_code=True)
    yield Fact("Django", told["django"], is_code=True)
    yield Fact(*_database_version(), is_code=True)
    yield _migrations()


def _database_version() -> tuple[str, str]:
    if connection.vendor == "postgresql":
        return "PostgreSQL", ".".join(map(str, connection.get_database_version()))
    return "SQLite", ".".join(map(str, connection.get_database_version()))


def _migrations() -> Fact:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        words = ngettext("%(count)d is missing", "%(count)d are missing", missing) % {"count": missing}
        return Fact(_("Migrations"), words, BAD)
    return Fact(_("Migrations"), _("all are applied"), GOOD)


def room() -> Iterator[Fact]:
    # Folders on one disk share its room.
    disks = {place.stat().st_dev: place for place in reversed([*folders()])}
    for place in reversed(disks.values()):
        usage = shutil.disk_usage(place)
        state = BAD if usage.free < LEAST_ROOM else POOR if usage.free < ENOUGH_ROOM else GOOD
        label = _("Disk") if len(disks) == 1 else _("Disk of %(folder)s") % {"folder": place.name}
        yield Fact(
            label,
            _("%(free)s of %(total)s are free")
            % {"free": filesizeformat(usage.free), "total": filesizeformat(usage.total)},
            state,
        )
    yield Fact(_("Size of the database"), filesizeformat(_database_size()))


def _database_size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
    name = str(connection.settings_dict["NAME"])
    return sum(path.stat().st_size for path in (Path(name), Path(f"{name}-wal")) if path.is_file())


def connected() -> Iterator[Fact]:
    """What else the portal works with, as far as it is set."""
    yield _workers()
    yield Fact(
        _("Public pages in memory"),
        _("%(megabytes)d MB in each worker") % {"megabytes": settings.PAGE_CACHE_MEGABYTES}
        if settings.PAGE_CACHE_MEGABYTES
        else _("none"),
        "" if settings.PAGE_CACHE_MEGABYTES else POOR,
    )
    yield _redis()
    yield _replica()
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Fact(_("Mail server"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", is_code=True)
    else:
        is_kept = settings.SENDS_MAIL
        yield Fact(_("Mail server"), _("none: letters are kept as files") if is_kept else _("none"), POOR)
    told = [
        *(settings.ERRORS_TO if settings.SENDS_MAIL else ()),
        *(["SENTRY_DSN"] if settings.SENTRY_DSN else ()),
    ]
    yield Fact(
        _("Errors are told to"),
        ", ".join(told) or _("nobody: they are on the log alone"),
        "" if told else POOR,
    )


def _workers() -> Fact:
    found, workers = len(servers()), web_workers()
    words = ngettext("%(count)d on this machine", "%(count)d on this machine", workers) % {"count": workers}
    return Fact(_("Web workers"), words if found else _("not known"))


def _redis() -> Fact:
    if SHARED not in settings.CACHES:
        return Fact("Redis", _("not used"))
    try:
        # Patience is in the settings: a fraction of a second.
        caches[SHARED].get("status")
    except Exception:  # noqa: BLE001 - it is away; the doctor says why
        return Fact("Redis", _("does not work"), BAD)
    return Fact("Redis", _("works"), GOOD)


def _replica() -> Fact:
    label = _("Replica of the database")
    for alias in replicas():
        try:
            follows, is_paused, behind = standing_of(alias)
        except DatabaseError:
            return Fact(label, _("does not work"), BAD)
        if not follows:
            return Fact(label, _("away: the primary answers for it"), POOR)
        if is_paused:
            return Fact(label, _("paused"), POOR)
        return Fact(label, _("works, %(size)s behind") % {"size": filesizeformat(behind)}, GOOD)
    return Fact(label, _("not used"))
