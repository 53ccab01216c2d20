"""Sessions, forgery checks and messages, for the staff's addresses alone.

Public pages, API, feeds and files never look at a cookie, so that any cache may keep them; the surest way
is that nothing which reads or sets one runs there at all.
"""

from typing import Any

from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf

from accounts.audit import acting
from accounts.clients import address_of

STAFF_PREFIXES = ("/admin/", "/accounts/")


def is_for_staff(request: HttpRequest) -> bool:
    return request.path_info.startswith(STAFF_PREFIXES)


class StaffOnly:
    """Steps aside where the public reads."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return super().__call__(request) if is_for_staff(request) else self.get_response(request)  # type: ignore[misc]


class SessionMiddleware(StaffOnly, sessions.SessionMiddleware):
    pass


class AuthenticationMiddleware(StaffOnly, auth.AuthenticationMiddleware):
    pass


class MessageMiddleware(StaffOnly, messages.MessageMiddleware):
    pass


class CsrfViewMiddleware(StaffOnly, csrf.CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        return super().process_view(request, *args) if is_for_staff(request) else None


def who_is_acting(get_response: Any) -> Any:
    """So that the audit log can say who did what, and from where."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_for_staff(request):
            return get_response(request)
        with acting(request.user, address_of(request)):
            return get_response(request)

    return middleware
