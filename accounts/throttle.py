"""How often something may be tried, counted in the database for all workers together.

Counted before it is tried, under a lock: of twenty tries at the same moment no more than the limit get
through. Who succeeds gets the tries back.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.audit import note
from accounts.clients import known_browser, network_of
from accounts.models import AuditEntry, Tries, User, plain_name

WAIT = timedelta(minutes=15)
OF_ACCOUNT = 5
OF_ADDRESS = 20
# What visitors send in by a form, and how often staff are written to because of it.
BY_FORM = 10
TO_STAFF = 10
# A code of an authenticator app is good for a minute and a half at most.
CODE_LIFE = timedelta(minutes=2)
# Long after they have stopped to count.
KEPT = timedelta(days=1)
CLEARED_AT_ONCE = 100


class TooManyTries(Exception):  # noqa: N818 (it is an answer rather than an error)
    """Answered with 429 by khartoum/staff.py."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def seconds(self) -> int:
        return max(1, round((self.until - timezone.now()).total_seconds()))


@dataclass(frozen=True)
class Slot:
    """What is counted together."""

    subject: str
    of: str
    most: int
    # Somebody who succeeds has shown that the tries before were theirs; of an address only their own are.
    is_cleared: bool = False

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.subject}\n{self.of}".encode()).hexdigest()


class Counted:
    def __init__(self, slots: Iterable[Slot]) -> None:
        self.slots = list(slots)

    def succeeded(self) -> None:
        for slot in self.slots:
            left = 0 if slot.is_cleared else models.F("count") - 1
            Tries.objects.filter(key=slot.key, count__gt=0).update(count=left)


def sign_in(request: HttpRequest, username: str, account: User | None) -> Counted:
    """A password is about to be tried. Names nobody has are counted like any other."""
    return _count(_of_account(request, "password", plain_name(username)), account)


def second_factor(request: HttpRequest, account: User) -> Counted:
    return _count(_of_account(request, "code", plain_name(account.get_username())), account)


def from_address(request: HttpRequest, subject: str) -> Counted:
    """For what names no account: a link, a passkey."""
    return _count([Slot(subject, network_of(request), OF_ADDRESS)])


def asked_for_mail(request: HttpRequest, email: str) -> Counted:
    """Whoever asks for a message to somebody's mailbox; nobody's is counted alike."""
    return _count(
        [
            Slot("mail to", plain_name(email), OF_ACCOUNT),
            Slot("mail from", network_of(request), OF_ADDRESS),
        ]
    )


def sent_by_form(request: HttpRequest, subject: str) -> None:
    """A visitor is about to send something in. It is not on the audit log, which tells of staff."""
    refused, _is_new = _take([Slot(f"form: {subject}", network_of(request), BY_FORM)], WAIT)
    if refused is not None:
        raise TooManyTries(refused)


def may_write_to_staff(subject: str) -> bool:
    """However many visitors send something in, no mailbox is flooded with the news of it."""
    refused, _is_new = _take([Slot(f"mail to staff: {subject}", "", TO_STAFF)], WAIT)
    return refused is None


def is_first_use(account: User, code: str) -> bool:
    """Whoever looks over a shoulder cannot use the same code again."""
    slot = Slot("code used", f"{account.pk} {code}", 1)
    refused, _is_new = _take([slot], CODE_LIFE)
    return refused is None


def _of_account(request: HttpRequest, subject: str, name: str) -> list[Slot]:
    browser = known_browser(request, name)
    if browser:
        # A stranger's tries, be it from the same office, never count here.
        return [Slot(subject, f"{name}\n{browser}", OF_ACCOUNT, is_cleared=True)]
    return [
        Slot(subject, name, OF_ACCOUNT, is_cleared=True),
        Slot("sign-in from", network_of(request), OF_ADDRESS),
    ]


def _count(slots: list[Slot], account: User | None = None) -> Counted:
    refused, is_new = _take(slots, WAIT)
    if refused is None:
        return Counted(slots)
    if is_new:
        # Once for each wait: a stranger must not fill the log.
        note(AuditEntry.Action.SIGN_IN_REFUSED, account, why="too many tries", of=slots[0].subject)
    raise TooManyTries(refused)


def _take(slots: list[Slot], wait: timedelta) -> tuple[datetime | None, bool]:
    """Counts a try in all of them, or in none: then until when to wait, and whether that is told first now.

    Tries are forgotten when `wait` has passed since the last one counted, so that no stretch of that length
    holds more than the limit, and nobody can make another wait longer than that.
    """
    now = timezone.now()
    keys = sorted({slot.key for slot in slots})
    _clear(now)
    with transaction.atomic():
        Tries.objects.bulk_create([Tries(key=key, last_at=now) for key in keys], ignore_conflicts=True)
        # Always in the same order, or two requests could wait for each other.
        rows = {
            row.key: row for row in Tries.objects.select_for_update().filter(key__in=keys).order_by("key")
        }
        for row in rows.values():
            if row.last_at + wait <= now:
                row.count, row.is_told = 0, False
            elif row.last_at > now:
                # Counted by a clock that was wrong: nobody waits until that moment really comes.
                row.last_at = now
                row.save(update_fields=["last_at"])
        full = [row for slot in slots if (row := rows[slot.key]).count >= slot.most]
        if full:
            is_new = not all(row.is_told for row in full)
            for row in full:
                row.is_told = True
                row.save(update_fields=["is_told"])
            return max(row.last_at for row in full) + wait, is_new
        for row in rows.values():
            row.count += 1
            row.last_at = now
            row.save()
    return None, False


def _clear(now: datetime) -> None:
    """Few at a time, and none that somebody is counting in."""
    old = Tries.objects.select_for_update(skip_locked=True).filter(last_at__lt=now - KEPT)
    with transaction.atomic():
        keys = list(old.values_list("key", flat=True)[:CLEARED_AT_ONCE])
        if keys:
            Tries.objects.filter(key__in=keys).delete()
