"""What is said when the database is away, takes nothing in, or has no room: what is wrong, and what to do."""

import errno
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khartoum import waiting
from khartoum.kept_forms import DESK, MOST_CHARACTERS, NOT_KEPT_FROM, is_from_here
from khartoum.middleware import language_of
from khartoum.staff import is_for_staff
from publishing.problems import is_for_api, problem_response

# In seconds. It is back long before, in general.
RETRY_AFTER = 5
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# PostgreSQL's words for it, and SQLite's.
FULL, READ_ONLY = {"53100", "SQLITE_FULL"}, {"25006", "SQLITE_READONLY"}
# SQLite says that it cannot operate when there is no such table, too. These are not the fault of the program.
AWAY_IN_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN")


@dataclass(frozen=True, eq=False)
class Trouble:
    title: Promise
    meaning: Promise
    for_programs: str


AWAY = Trouble(
    _("The portal cannot answer just now"),
    _("Its database does not answer. That is known, and passes: please try again in a minute."),
    "The record cannot be read at the moment. Ask again after the seconds that Retry-After gives.",
)
NO_ROOM_LEFT = Trouble(
    _("The server’s disk is full"),
    _("Nothing was kept. Tell whoever runs the server: nothing can be changed until there is room."),
    "The server's disk is full. Ask again later.",
)
NOT_WRITABLE = Trouble(
    _("Nothing can be changed just now"),
    _("The record can be read, but not written to. Nothing was kept: please try again in a few minutes."),
    "The record can be read, but not written to, at the moment. Ask again later.",
)


def is_away(error: BaseException | None) -> bool:
    return trouble_in(error) is not None


def trouble_in(error: BaseException | None) -> Trouble | None:
    """None for what is the fault of the program. Django's errors have the driver's as their cause."""
    if isinstance(error, OSError):
        return NO_ROOM_LEFT if error.errno in NO_ROOM else None
    code = _code_of(error) or _code_of(getattr(error, "__cause__", None))
    if code in FULL:
        return NO_ROOM_LEFT
    if code in READ_ONLY:
        return NOT_WRITABLE
    names = {kind.__name__ for kind in type(error).__mro__ if kind.__module__ != "builtins"}
    if names.isdisjoint({"OperationalError", "InterfaceError"}):
        return None
    is_of_sqlite = code.startswith("SQLITE_")
    return AWAY if not is_of_sqlite or code.startswith(AWAY_IN_SQLITE) else None


def _code_of(error: Any) -> str:
    return getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or ""


def answer_to(trouble: Trouble, request: HttpRequest) -> HttpResponse:
    """In the language of the address, without asking the database anything."""
    language = language_of(request)
    if is_for_api(request.path_info):
        response: HttpResponse = problem_response(503, trouble.for_programs)
    else:
        # Without the request: the frame would ask who is signed in.
        context = {"trouble": trouble, "path": request.get_full_path(), **typed_in(request)}
        with translation.override(language):
            response = HttpResponse(render_to_string("away.html", context), status=503)
    response.headers["Content-Language"] = language
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    # Once for each outage is enough (khartoum/postgresql/outage.py).
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


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


def waits_a_while(get_response: Any) -> Any:
    """Whoever asks for a page waits for the database only so long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        waiting.begin(waiting.DESK if is_for_staff(request) else waiting.VISITOR)
        return get_response(request)

    return middleware


def _no_longer(**_signal: Any) -> None:
    waiting.end()


request_finished.connect(_no_longer)
