"""How long somebody stays signed in, and what is still known afterwards."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# Whose session has run out here, and the hash by which it was theirs.
ENDED = "ended_session"
# The session is not written more often than that.
STEP_SECONDS = 60


def begin(sender: Any, request: HttpRequest, user: User, **about: Any) -> None:
    """Of every way to sign in. What an earlier session left is forgotten."""
    now = _now()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session.pop(ENDED, None)


def connect() -> None:
    user_logged_in.connect(begin, dispatch_uid="accounts.sessions")


def is_over(session: SessionBase) -> bool:
    """A session that does not say when it began is over, too."""
    now = _now()
    return (
        now - session.get(SEEN_AT, 0) >= settings.SESSION_IDLE_SECONDS
        or now - session.get(SIGNED_IN_AT, 0) >= settings.SESSION_LONGEST_SECONDS
    )


def keep_alive(session: SessionBase) -> None:
    """What a clock that was wrong wrote ahead of now must not make the session last until then."""
    now = _now()
    if not 0 <= now - session[SEEN_AT] < STEP_SECONDS:
        session[SEEN_AT] = now
    if session[SIGNED_IN_AT] > now:
        session[SIGNED_IN_AT] = now


def end(session: SessionBase, user: User) -> None:
    """Takes everything out of it but whose it was, under the same key: other requests may be on their way."""
    session.clear()
    session[ENDED] = [user.pk, user.get_session_auth_hash()]


def ended_session_of(session: SessionBase) -> User | None:
    """Whose session ran out in this browser; nobody's if it would not have held any more either."""
    if ENDED not in session or SESSION_KEY in session:
        return None
    pk, mark = session[ENDED]
    user = User.objects.filter(pk=pk, is_active=True, is_staff=True).first()
    return user if user is not None and user.get_session_auth_hash() == mark else None


def _now() -> int:
    return int(timezone.now().timestamp())
