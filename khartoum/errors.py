"""Errors in the language of the address; the API's in its own form."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from khartoum.away import answer_to
from khartoum.kept_forms import is_from_here, kept_for_later
from khartoum.staff import is_for_staff
from publishing.problems import is_for_api, problem_response
from publishing.troubles import trouble_in, was_cut


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = _answer(request, 404)
    if not is_for_staff(request):
        # Caches would choose a time themselves, and it may be published in a moment.
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    # Django calls this while it handles what was raised, wherever that was: in a view or before it.
    error = sys.exception()
    trouble = trouble_in(error)
    if trouble is not None:
        response = answer_to(trouble, request)
        response.was_cut = was_cut(error)  # type: ignore[attr-defined]
        return response
    # By it, whoever is told of the error finds it in the log.
    reference = getattr(request, "request_id", "")
    if is_for_api(request.path_info):
        told = {"request_id": reference} if reference else {}
        response: HttpResponse = problem_response(500, **told)
    else:
        # Without the request: whatever failed may fail again where the frame is made.
        response = HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is old where somebody has signed in anew in another window: what they typed is kept."""
    if is_for_staff(request) and is_from_here(request):
        person = request.user if request.user.is_authenticated else getattr(request, "ended_session_of", None)
        answer = kept_for_later(request, person) if person is not None else None
        if answer is not None:
            return answer
    return _answer(request, 403)


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if is_for_api(request.path_info):
        return problem_response(status)
    return render(request, f"{status}.html", status=status)
