"""Whether what the database has acknowledged survives a loss of power, and is archived where it is to be."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operations.doctor.checks.database import one, setting
from operations.doctor.registry import Findings, as_told, check, error

RISKS = {
    "fsync": gettext_lazy("after a loss of power the whole database may be spoiled"),
    "full_page_writes": gettext_lazy("after a loss of power pages of it may be torn"),
    "synchronous_commit": gettext_lazy("what was saved in the last moments before a crash is lost"),
}


@check("database", asks_database=True)
def durable() -> Findings:
    if connection.vendor != "postgresql":
        return
    for name, risk in RISKS.items():
        if setting(name) == "off":
            yield error(
                _("%(setting)s is off: %(risk)s.") % {"setting": name, "risk": risk},
                _(
                    "ALTER SYSTEM SET %(setting)s = on; SELECT pg_reload_conf(); and look into "
                    "postgresql.conf, ALTER ROLE and ALTER DATABASE for who has put it off."
                )
                % {"setting": name},
            )


@check("database", asks_database=True)
def changes_are_archived() -> Findings:
    """Where point-in-time recovery is on: docs/backups.md."""
    failed = connection.vendor == "postgresql" and one(
        "SELECT last_failed_wal FROM pg_stat_archiver WHERE current_setting('archive_mode') <> 'off' "
        "AND last_failed_time > coalesce(last_archived_time, '-infinity')"
    )
    if failed:
        yield error(
            _("What the database writes could not be archived: %(file)s") % {"file": as_told(failed)},
            _(
                "PostgreSQL’s log says why. Mend archive_command as docs/backups.md has it, or the folder "
                "that it writes to. Until then the database’s disk fills: delete nothing in pg_wal."
            ),
        )
