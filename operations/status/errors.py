"""What the status page tells of errors: how many lately, and where to read why."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from operations.logs.failures import MINUTES, Failures, failures
from operations.status.facts import BAD, GOOD, POOR, Fact

HOUR = 60
# In an hour, by all who sign in: as many as people mistype.
MANY_REFUSED = 30
# Nobody needs to know by how much it is more.
COUNTED = 1000
WHERE = "journalctl -u 'portal-*' -o cat --since -1d | grep '\"ERROR\"'"


def errors() -> Iterator[Fact]:
    """Of this machine, as long as the last day; sign-ins of the whole portal."""
    try:
        last_hour, last_day = failures().within(HOUR), failures().within(MINUTES)
    except OSError:
        yield Fact(_("Errors of the portal"), _("not known"), POOR)
    else:
        yield Fact(
            _("Errors of the portal, last hour"), _faults(last_hour), BAD if last_hour.faults else GOOD
        )
        yield Fact(_("Errors of the portal, last day"), _faults(last_day), POOR if last_day.faults else GOOD)
        yield Fact(
            _("Answers that something was away, last hour"),
            number_format(last_hour.refusals),
            POOR if last_hour.refusals else GOOD,
        )
        if last_day.faults or last_day.refusals:
            yield Fact(_("Why"), WHERE, is_code=True)
    refused = _refused()
    yield Fact(
        _("Refused sign-ins, last hour"),
        _("%(count)d or more") % {"count": refused} if refused == COUNTED else number_format(refused),
        POOR if refused > MANY_REFUSED else GOOD,
    )


def _faults(found: Failures) -> str:
    if found.last_fault is None:
        return number_format(found.faults)
    moment = date_format(datetime.fromtimestamp(found.last_fault, tz=UTC), "DATETIME_FORMAT")
    return _("%(times)s, the last at %(moment)s (UTC)") % {
        "times": number_format(found.faults),
        "moment": moment,
    }


def _refused() -> int:
    since = timezone.now() - timedelta(hours=1)
    found = AuditEntry.objects.filter(action=AuditEntry.Action.SIGN_IN_REFUSED, at__gte=since)
    return found.order_by()[:COUNTED].count()
