"""Errors of the API as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException, NotAcceptable

MEDIA_TYPE = "application/problem+json"

ADVICE = {
    404: "There is no such address. /api/v1/ lists those there are.",
    405: "The API is for reading: use GET, HEAD or OPTIONS.",
    500: "Something went wrong on our side, and has been noted. Try again later.",
}

ACCEPT_ONLY = (
    "This address answers with {} only: accept it. A list is JSON at its own address, and CSV at the one "
    "that ends in “.csv”."
)


def is_for_api(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


def is_for_table(path: str) -> bool:
    """A list as CSV, which is streamed; the dictionary of their columns is not."""
    return path.endswith(".csv") and is_for_api(path) and not path.endswith("/dictionary.csv")


def problem(status: int, detail: str = "", **members: Any) -> dict[str, Any]:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    told = detail or ADVICE.get(status)
    if told:
        body["detail"] = told
    return {**body, **members}


def problem_response(status: int, detail: str = "", **members: Any) -> JsonResponse:
    return JsonResponse(
        problem(status, detail, **members),
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


class BadQueryError(APIException):
    """Parts of the query string that are not understood: parameter → what is wrong with it."""

    status_code = 400

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


def as_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The API framework's exception handler. None leaves what nobody expected to Django's handler of
    errors, which answers with a problem as well."""
    if isinstance(error, BadQueryError):
        return problem_response(
            400,
            " ".join(error.errors.values()),
            errors=[{"parameter": name, "detail": detail} for name, detail in error.errors.items()],
        )
    if isinstance(error, Http404):
        return problem_response(404, "There is no such record. The list tells those there are.")
    if isinstance(error, PermissionDenied):
        return problem_response(403)
    if isinstance(error, NotAcceptable):
        given = ", ".join(renderer.media_type for renderer in context["view"].get_renderers())
        response = problem_response(406, ACCEPT_ONLY.format(given))
        # Others accept what the API gives.
        patch_vary_headers(response, ["Accept"])
        return response
    return problem_response(error.status_code) if isinstance(error, APIException) else None
