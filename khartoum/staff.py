"""Sessions, forgery checks and messages, for the staff's addresses alone.

Public pages, API, feeds and files never look at a cookie, so that any cache may keep them; the surest way
is that nothing which reads or sets one runs there at all.
"""

import logging
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.shortcuts import redirect, render

from accounts import second_factor
from accounts import sessions as our_sessions
from accounts.audit import acting
from accounts.clients import address_of
from accounts.throttle import TooManyTries
from publishing.troubles import is_away

log = logging.getLogger(__name__)

DESK = "/admin/"
STAFF_PREFIXES = (DESK, "/accounts/")
# Who has to set up a second factor may still read it in another language, and leave.
BEFORE_SECOND_FACTOR = ("/admin/language/", "/admin/logout/", "/admin/login/")


def is_for_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith(STAFF_PREFIXES)


class StaffOnly:
    """Steps aside where the public reads."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return super().__call__(request) if is_for_staff(request) else self.get_response(request)  # type: ignore[misc]


class SessionMiddleware(StaffOnly, sessions.SessionMiddleware):
    def process_response(self, request: Any, response: Any) -> Any:
        """What was done is done, and is told, also where the database goes before the session is written. No
        more is lost of that than when somebody was last seen. Django takes each failure to write it for a
        session that was ended meanwhile."""
        try:
            return super().process_response(request, response)
        except SessionInterrupted as error:
            not_updated = error.__context__
            if not_updated is None or not is_away(not_updated.__context__):
                raise
            log.warning("A session could not be written: %s", not_updated.__context__)
            return response


class AuthenticationMiddleware(StaffOnly, auth.AuthenticationMiddleware):
    """Who is signed in; and, when a session has run out, whose it was: `request.ended_session_of`."""

    def process_request(self, request: Any) -> None:
        super().process_request(request)
        request.ended_session_of = None
        session = request.session
        if SESSION_KEY in session:
            if not request.user.is_authenticated:
                # Disabled meanwhile. Enabling the account again must not bring the session back.
                session.flush()
            elif our_sessions.is_over(session):
                our_sessions.end(session, request.user)
                # Known already as who was signed in: this very request is nobody's any more.
                del request._cached_user
                super().process_request(request)
            else:
                our_sessions.keep_alive(session)
        request.ended_session_of = our_sessions.ended_session_of(session)


class MessageMiddleware(StaffOnly, messages.MessageMiddleware):
    pass


class CsrfViewMiddleware(StaffOnly, csrf.CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:  # type: ignore[override]
        return super().process_view(request, *args) if is_for_staff(request) else None


def who_is_acting(get_response: Any) -> Any:
    """So that the audit log can say who did what, and from where."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_for_staff(request):
            return get_response(request)
        with acting(request.user, address_of(request)):
            return get_response(request)

    return middleware


def too_many_tries(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooManyTries):
            return None
        seconds = exception.seconds
        context = {"until": exception.until, "minutes": -(-seconds // 60)}
        response = render(request, "429.html", context, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def second_factor_first(get_response: Any) -> Any:
    """Nothing of the desk opens to somebody who has to set up a second factor, whatever the method."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if (
            path.startswith(DESK)
            and path not in BEFORE_SECOND_FACTOR
            and request.user.is_authenticated
            and second_factor.is_missing(request)
        ):
            return redirect("mfa_index")
        return get_response(request)

    return middleware
