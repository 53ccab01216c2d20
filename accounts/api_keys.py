"""Keys of the API: handed out by staff, shown once, known by their hash, revoked at once."""

import hashlib
import logging
import re
import secrets
from datetime import date, timedelta

from django.db import DatabaseError, models, transaction
from django.utils import timezone

from accounts.audit import note
from accounts.counters import counters
from accounts.models import ApiKey, AuditEntry, User

log = logging.getLogger(__name__)

# By which programs that look for lost secrets know it for one.
MARK = "kp_"
KEY = re.compile(rf"{MARK}[A-Za-z0-9_-]{{43}}")
BEGINNING = len(MARK) + 6
LIFE = timedelta(days=365)
# Nobody reads a secret, goes back and asks for the same key again in less.
SECOND_PRESS = timedelta(seconds=10)


@transaction.atomic
def hand_out(key: ApiKey) -> str:
    """Stores it, and tells the secret: the only time that anybody sees it."""
    secret = MARK + secrets.token_urlsafe(32)
    key.beginning, key.digest = secret[:BEGINNING], _digest(secret)
    key.save()
    note(AuditEntry.Action.KEY_GIVEN, key, until=key.expires_on.isoformat())
    return secret


@transaction.atomic
def hand_out_once(key: ApiKey, by: User) -> str:
    """For a button that may be pressed twice: a browser shows the last page alone, so one key is left, and
    its secret is the one that is shown. Two colleagues who hand out the same within seconds hand out one."""
    # Held until the end: a second press waits here until the first is done.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = {name: getattr(key, name) for name in ("name", "contact", "purpose", "expires_on")}
    first = ApiKey.objects.filter(
        **same, made_at__gte=timezone.now() - SECOND_PRESS, revoked_at=None, last_used_on=None
    ).first()
    if first is not None:
        key.pk, key._state.adding = first.pk, False
    return hand_out(key)


@transaction.atomic
def revoke(key: ApiKey) -> None:
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    note(AuditEntry.Action.KEY_REVOKED, key)


def key_of(secret: str) -> ApiKey | None:
    """The key that may be used now. What cannot be one costs no query."""
    if not KEY.fullmatch(secret):
        return None
    # The secret has 256 bits of chance: looking up its hash tells nobody who guesses how near they are.
    key = ApiKey.objects.filter(digest=_digest(secret)).first()
    return key if key is not None and key.is_good else None


def note_use(key: ApiKey) -> None:
    """Counted beside the database, which is written to once a day for each key."""
    today = timezone.localdate()
    if key.last_used_on != today:
        try:
            _begin_day(key, today)
        except DatabaseError:
            # It may be busy, or for reading only. The answer does not wait for it.
            log.warning("The use of an API key could not be noted.")
    counters().count_use(key.pk, today.toordinal())


def _begin_day(key: ApiKey, today: date) -> None:
    before = requests_on_last_day(key)
    # Of several requests at the same moment the first adds up.
    ApiKey.objects.filter(pk=key.pk, last_used_on=key.last_used_on).update(
        last_used_on=today, requests_before=models.F("requests_before") + before
    )


def requests_on_last_day(key: ApiKey) -> int:
    return counters().used(key.pk, key.last_used_on.toordinal()) if key.last_used_on else 0


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
