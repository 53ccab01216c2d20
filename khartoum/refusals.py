"""What somebody at the desk may not do: said in words, and put on the audit log."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry
from accounts.roles import roles_of
from khartoum.staff import is_for_staff

# Whoever tries more often than this is on the log well enough.
MOST_IN_A_MINUTE = 10
PATH_LENGTH = 300


def refusals(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PermissionDenied) or not is_for_staff(request):
            return None
        if not request.user.is_authenticated:
            return None
        _note(request)
        context = {**admin.site.each_context(request), "roles": roles_of(request.user)}
        return render(request, "admin/refused.html", context, status=403)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _note(request: HttpRequest) -> None:
    refused = AuditEntry.Action.REFUSED
    minute = AuditEntry.objects.filter(
        action=refused, person_id=request.user.pk, at__gt=timezone.now() - timedelta(minutes=1)
    )
    if minute[:MOST_IN_A_MINUTE].count() < MOST_IN_A_MINUTE:
        note(refused, method=request.method, path=request.path[:PATH_LENGTH])
