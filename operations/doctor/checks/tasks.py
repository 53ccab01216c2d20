"""Whether what is to be done from time to time has been done: it is told by what it leaves, or takes away."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.models import Snapshot
from operations.doctor.registry import Findings, check, error, warning
from reports.models import EMAIL_KEPT, ProblemReport

CLEARED_AFTER = timedelta(days=8)
# Monthly, with some days' patience.
SNAPSHOT_AFTER = timedelta(days=40)
# On the day that it is due, or the next.
FORGOTTEN_AFTER = timedelta(days=2)
BY_ITSELF = "systemctl list-timers 'portal-*'"


@check("tasks", asks_database=True)
def senders_are_forgotten() -> Findings:
    overdue = timezone.now() - EMAIL_KEPT - FORGOTTEN_AFTER
    if ProblemReport.objects.with_old_email().filter(sent_at__lt=overdue).exists():
        yield error(
            _("Addresses of those who reported problems are kept longer than the portal promises."),
            _("manage.py forget_reporters, each night: %(command)s") % {"command": BY_ITSELF},
        )


@check("tasks", asks_database=True)
def sessions_are_cleared() -> Findings:
    if Session.objects.filter(expire_date__lt=timezone.now() - CLEARED_AFTER).exists():
        yield warning(
            _("Sessions that have ended long ago are still kept."),
            _("manage.py clearsessions, each night: %(command)s") % {"command": BY_ITSELF},
        )


@check("tasks", asks_database=True)
def snapshots_are_made() -> Findings:
    """Where the secretariat offers them at all."""
    newest = Snapshot.objects.published().first()
    if newest is not None and timezone.now() - newest.made_at > SNAPSHOT_AFTER:
        yield warning(
            _("The newest snapshot of the record is of %(day)s.") % {"day": f"{newest.made_at:%Y-%m-%d}"},
            _("manage.py snapshot, each month: %(command)s") % {"command": BY_ITSELF},
        )
