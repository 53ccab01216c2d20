"""Whether what the database has acknowledged survives a loss of power."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operations.doctor.checks.database import setting
from operations.doctor.registry import Findings, check, error

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
