"""What the status page tells of backups: the last good one, and what went wrong since."""

from collections.abc import Iterator
from datetime import timedelta

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operations.backup import register
from operations.backup.models import Run
from operations.doctor.checks.backups import BACKUP_AFTER, DRILL_AFTER
from operations.doctor.registry import as_told
from operations.status.facts import BAD, GOOD, POOR, Fact


def backups() -> Iterator[Fact]:
    state = register.latest()
    yield _last(_("Last good backup"), state.good_backup, BACKUP_AFTER, none=_("none has been made"))
    if state.good_backup is not None:
        yield Fact(_("Its size"), filesizeformat(state.good_backup.size))
        yield Fact(_("Kept at"), state.good_backup.place, is_code=True)
        yield Fact(_("Read back after it was made"), _("whole"), GOOD)
    yield from _failure(_("The last backup failed"), state.backup)
    yield _last(_("Last brought back for trial"), state.good_drill, DRILL_AFTER, none=_("never"))
    yield from _failure(_("The last trial failed"), state.drill)
    if state.restoration is not None:
        yield Fact(_("The portal was restored"), _moment(state.restoration))


def _last(label: str, run: Run | None, longest: timedelta, *, none: str) -> Fact:
    if run is None:
        return Fact(label, none, POOR)
    return Fact(label, _moment(run), GOOD if timezone.now() - run.ended_at <= longest else POOR)


def _failure(label: str, run: Run | None) -> Iterator[Fact]:
    if run is not None and not run.is_good:
        yield Fact(label, f"{_moment(run)}: {as_told(run.problem)}", BAD)


def _moment(run: Run) -> str:
    return _("%(moment)s (UTC)") % {"moment": date_format(run.ended_at, "DATETIME_FORMAT")}
