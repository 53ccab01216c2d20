"""Ills of accounts and keys, of backups and of what is done regularly."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from accounts.roles import ADMINISTRATOR
from delivery.models import Snapshot
from operations.backup import register
from operations.backup.models import Run
from tests import factories
from tests.operations.ills.place import spoils
from tests.staff import person_with


@spoils("security.second_factor_is_forced", "SECOND_FACTOR_REQUIRED=yes")
def second_factor_not_forced(place):
    place.settings.SECOND_FACTOR_REQUIRED = True
    yield
    place.settings.SECOND_FACTOR_REQUIRED = False


@spoils("security.everybody_has_a_second_factor", "disable the account")
def colleague_without_second_factor(place):
    place.settings.SECOND_FACTOR_REQUIRED = True
    amal = User.objects.create(username="amal", is_staff=True, last_login=timezone.now())
    factor = Authenticator.objects.create(user=amal, type=Authenticator.Type.TOTP, data={})
    yield
    factor.delete()


@spoils("security.somebody_administers", "createsuperuser")
def no_administrator(place):
    first, second = person_with(ADMINISTRATOR, name="amal"), person_with(ADMINISTRATOR, name="nadia")
    yield
    first.groups.clear()
    # Invited, and never came.
    second.set_unusable_password()
    second.save()


@spoils("security.nobody_was_invited_in_vain", "invite anew")
def first_password_never_used(place):
    made = User.objects.create(username="secretariat", is_staff=True)
    yield
    made.date_joined -= timedelta(days=20)
    made.save()


@spoils("security.key_is_strong", "token_urlsafe")
def key_that_can_be_guessed(place):
    place.settings.SECRET_KEY = "gQ3vXn7Lr0sTzKb5-WmYc2_HdUeJp8AfRi4oNyVt1BxGkMqZlS9hEw6CjDuPaOFI"
    yield
    place.settings.SECRET_KEY = "secret" * 10


@spoils("security.key_is_kept_close", "chmod 600")
def key_that_others_can_read(place):
    key = place.folder / "secret_key"
    key.touch(mode=0o600)
    yield
    key.chmod(0o644)


def backup_of(hours_ago, **more):
    run = register.note(Run.Kind.BACKUP, began_at=timezone.now(), **more)
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now() - timedelta(hours=hours_ago))
    return run


@spoils("backups.is_recent", "manage.py backup")
def no_backup_last_night(place):
    run = backup_of(2)
    yield
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now() - timedelta(hours=30))


@spoils("backups.has_succeeded", "manage.py backup")
def backup_failed(place):
    backup_of(2)
    yield
    backup_of(1, problem="The disk is full.")


@spoils("backups.has_succeeded", "restore_drill")
def backup_could_not_be_brought_back(place):
    register.note(Run.Kind.DRILL, began_at=timezone.now())
    yield
    register.note(Run.Kind.DRILL, began_at=timezone.now(), problem="3 rows differ.")


@spoils("backups.is_tried", "restore_drill")
def backup_never_tried(place):
    backup_of(2)
    drill = register.note(Run.Kind.DRILL, began_at=timezone.now())
    yield
    drill.delete()


@spoils("tasks.senders_are_forgotten", "forget_reporters")
def addresses_kept_too_long(place):
    report = factories.ProblemReportFactory(email="amal@example.org")
    yield
    type(report).objects.filter(pk=report.pk).update(sent_at=timezone.now() - timedelta(days=100))


@spoils("tasks.sessions_are_cleared", "clearsessions")
def sessions_never_cleared(place):
    session = Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    yield
    session.expire_date -= timedelta(days=30)
    session.save()


@spoils("tasks.snapshots_are_made", "manage.py snapshot")
def snapshots_no_longer_made(place):
    made = Snapshot.objects.create(slug="one", made_at=timezone.now(), size=1, records={})
    yield
    made.made_at -= timedelta(days=60)
    made.save()
