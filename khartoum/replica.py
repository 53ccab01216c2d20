"""Which requests are read from the replica, and what becomes of one when the replica fails in the middle."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from khartoum.staff import is_for_staff
from publishing.models import RecordVersion
from publishing.modified import MODIFIED_SINCE
from publishing.problems import is_for_api
from publishing.reading import (
    FAILURES,
    IS_BEHIND,
    KNOWN_NUMBER,
    ask_again,
    has_replica,
    is_from_replica,
    reading_connection,
    reading_from_replica,
)

Answer = Callable[[HttpRequest], HttpResponseBase]


def reads_from_replica(get_response: Answer) -> Answer:
    """What visitors read. Staff, and whoever sends something in, are answered by the primary."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or is_for_staff(request):
            return get_response(request)
        if keeps_in_step(request):
            # Nor may it be kept, while elsewhere somebody is told of more.
            request.META[IS_BEHIND] = True
            return get_response(request)
        with reading_from_replica():
            if KNOWN_NUMBER in request.META and is_from_replica():
                look_whether_behind(request)
            return get_response(request)

    return middleware


def keeps_in_step(request: HttpRequest) -> bool:
    """Whoever keeps a copy asks each list for what changed, and then goes on from a place that another server
    may have told. What a server does not know yet would be missing for good."""
    return has_replica() and is_for_api(request.path_info) and MODIFIED_SINCE in request.GET


def look_whether_behind(request: HttpRequest) -> None:
    """Of several servers behind one address, this connection may lead to one that knows less than the one
    which was asked how the record stands. Such an answer must not be kept as one of that standing."""
    numbers = RecordVersion.objects.filter(pk=1).values_list("number", flat=True)
    try:
        is_behind = (numbers.first() or 0) < request.META[KNOWN_NUMBER]
    except FAILURES:
        # Wherever the page is read from now, nobody has looked.
        reading_connection().close()
        is_behind = True
    if is_behind:
        request.META[IS_BEHIND] = True


def asks_again(get_response: Answer) -> Answer:
    """Stands last, so that nobody else has made an answer of the failure. What comes of it is not kept: it
    may come from a server that knows less."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not (isinstance(exception, FAILURES) and is_from_replica()):
            return None
        request.META[IS_BEHIND] = True
        try:
            return ask_again(lambda: answer_again(request), exception)
        except FAILURES:
            # The failure itself is told.
            return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def answer_again(request: HttpRequest) -> HttpResponseBase:
    """Reading changes nothing, so it can be done twice."""
    match: Any = request.resolver_match
    response: Any = match.func(request, *match.args, **match.kwargs)
    if callable(getattr(response, "render", None)):
        response = response.render()
    answer: HttpResponseBase = response
    return answer
