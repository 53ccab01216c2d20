"""Whether nothing would be lost today: a backup of this night, whole, and tried lately."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from operations.backup import register
from operations.backup.models import Run
from operations.doctor.registry import Findings, as_told, check, error, warning

# A day, and the time that making one takes.
BACKUP_AFTER = timedelta(hours=26)
# A week, likewise.
DRILL_AFTER = timedelta(days=8)
BY_ITSELF = "systemctl list-timers 'portal-*'"


@check("backups", asks_database=True, only_in_production=True)
def is_recent() -> Findings:
    good = register.latest().good_backup
    if good is None:
        yield error(
            _("No backup has been made yet."),
            _("Set BACKUP_TO and make one: manage.py backup. Let it be made each night: docs/backups.md"),
        )
    elif timezone.now() - good.ended_at > BACKUP_AFTER:
        yield error(
            _("The last good backup is %(hours)d hours old.")
            % {"hours": (timezone.now() - good.ended_at) // timedelta(hours=1)},
            _("manage.py backup; and see why it was not made by itself: %(command)s")
            % {"command": BY_ITSELF},
        )


@check("backups", asks_database=True)
def has_succeeded() -> Findings:
    state = register.latest()
    if state.backup is not None and not state.backup.is_good:
        yield error(_("The last backup failed: %(problem)s") % _problem_of(state.backup), "manage.py backup")
    if state.drill is not None and not state.drill.is_good:
        yield error(
            _("Bringing the backup back was tried and failed: %(problem)s") % _problem_of(state.drill),
            _("Make another backup (manage.py backup) and try again: manage.py restore_drill"),
        )


@check("backups", asks_database=True, only_in_production=True)
def is_tried() -> Findings:
    state = register.latest()
    if state.good_backup is not None and (
        state.good_drill is None or timezone.now() - state.good_drill.ended_at > DRILL_AFTER
    ):
        yield warning(
            _("For more than a week nobody has tried whether the backup can be brought back."),
            _("manage.py restore_drill; and see why it was not done by itself: %(command)s")
            % {"command": BY_ITSELF},
        )


def _problem_of(run: Run) -> dict[str, str]:
    return {"problem": as_told(run.problem.strip().partition("\n")[0])}
