"""What is said when the database is away, takes nothing in, or has no room: what is wrong, and what to do."""

import logging
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from khartoum import waiting
from khartoum.kept_forms import DESK, MOST_CHARACTERS, NOT_KEPT_FROM, is_from_here
from khartoum.middleware import language_of
from khartoum.staff import is_for_staff
from publishing.problems import is_for_api, problem_response
from publishing.troubles import AWAY, STORE_AWAY, Trouble

log = logging.getLogger(__name__)

# In seconds. What failed later than this is not tried twice: nobody is to wait longer than five.
SOON = 1.0
# In seconds. It is back long before, in general.
RETRY_AFTER = 5


def answer_to(trouble: Trouble, request: HttpRequest) -> HttpResponse:
    """In the language of the address, without asking the database anything."""
    language = language_of(request)
    if is_for_api(request.path_info):
        response: HttpResponse = problem_response(503, trouble.for_programs)
    else:
        # Without the request: the frame would ask who is signed in.
        context = {
            "trouble": trouble,
            "is_unsure": trouble in {AWAY, STORE_AWAY},
            "path": request.get_full_path(),
            **_typed_in(request),
        }
        with translation.override(language):
            response = HttpResponse(render_to_string("away.html", context), status=503)
    response.headers["Content-Language"] = language
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    # Once for each outage is enough (khartoum/postgresql/outage.py).
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _typed_in(request: HttpRequest) -> dict[str, Any]:
    try:
        return typed_in(request)
    except Exception:  # noqa: BLE001 - what was sent may itself be what could not be read
        return {}


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """What somebody sent, to be sent again. Never a password, and nothing that came from another site."""
    path = request.path_info
    is_form = not is_for_staff(request) or (path.startswith(DESK) and not path.startswith(NOT_KEPT_FROM))
    if request.method != "POST" or not is_form or not is_from_here(request):
        return {}
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if "password" not in name.lower()
    ]
    if sum(len(value) for _name, value in fields) > MOST_CHARACTERS:
        return {}
    files = [file.name for _name, files in request.FILES.lists() for file in files if file.name]
    return {"fields": fields, "files": files}


def patience_of(request: HttpRequest) -> waiting.Waiting:
    if is_for_staff(request):
        return waiting.DESK
    return waiting.AGAIN if waiting.ASKED_AGAIN in request.META else waiting.VISITOR


def waits_a_while(get_response: Any) -> Any:
    """Whoever asks for a page waits for the database only so long. A connection that was cut, as when the
    server is started anew or another takes its place, is no reason to trouble whoever only reads."""

    def middleware(request: HttpRequest) -> HttpResponse:
        waiting.begin(patience_of(request))
        begun = monotonic()
        response = get_response(request)
        may_be_asked_again = request.method in {"GET", "HEAD"} and not is_for_staff(request)
        if may_be_asked_again and getattr(response, "was_cut", False) and monotonic() < begun + SOON:
            close_old_connections()
            return get_response(request)
        return response

    return middleware


def tables_say_where_they_break(get_response: Any) -> Any:
    """What is sent while it is read has begun with a 200, and the server ends it as if it were whole.
    Packages and workbooks are then broken for whoever opens them; a table would look complete."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.streaming and response.headers.get("Content-Type", "").startswith("text/csv"):
            response.streaming_content = _to_the_end(response.streaming_content, language_of(request))
        return response

    return middleware


def _to_the_end(lines: Iterable[bytes], language: str) -> Iterator[bytes]:
    try:
        yield from lines
    except Exception:
        log.exception("A table broke off while it was sent.")
        with translation.override(language):
            notice = _("This table is not complete: the portal could not read on. Please ask for it again.")
            yield f'\r\n"{notice}"\r\n'.encode()


def _no_longer(**_signal: Any) -> None:
    waiting.end()


request_finished.connect(_no_longer)
