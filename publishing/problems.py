"""Errors of the API as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str = "", **members: Any) -> dict[str, Any]:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    return {**body, **members}


def problem_response(status: int, detail: str = "", **members: Any) -> JsonResponse:
    return JsonResponse(problem(status, detail, **members), status=status, content_type=MEDIA_TYPE)
