"""How long a visitor's question may keep a database at work.

Plain lists and those narrowed by what has an index cost the same however much there is. Others may combine
what no index serves together: they are stopped, so that no question of one visitor is at the cost of others.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from publishing.paging import CURSORS, PAGE_SIZE
from publishing.positions import MODIFIED_SINCE, SINCE
from publishing.problems import is_for_api, problem_response
from publishing.reading import reading_connection
from publishing.selection import FIELDS, INCLUDE

RETRY_AFTER = 30
DETAIL = "This combination takes too long to look through. Narrow your search: give fewer or other filters."
# What a query may hold that narrows no list: a place in it or in the changes, each found along an index, and
# how much is told.
NARROWS_NOTHING = {*CURSORS, PAGE_SIZE, SINCE, MODIFIED_SINCE, FIELDS, INCLUDE}
# Between two looks at the clock; a fraction of a millisecond.
STEPS_OF_SQLITE = 20_000


_is_limited: ContextVar[bool] = ContextVar("questions_limited", default=False)


class TooSlowError(Exception):
    """The question was stopped."""


def narrows(request: HttpRequest) -> bool:
    """Whether it asks for something in particular, and not only for a place in a list."""
    return not request.GET.keys() <= NARROWS_NOTHING


def patience_with(request: HttpRequest) -> AbstractContextManager[None]:
    """Inside, each question to the database is stopped that takes longer than the setting says. A request
    that narrows nothing has all the time it needs."""
    limit = settings.QUESTION_MILLISECONDS
    return stopping_after(limit) if limit and narrows(request) else nullcontext()


@contextmanager
def stopping_after(limit: int) -> Iterator[None]:
    """In milliseconds. Raises TooSlowError. Inside of another one it steps aside: that one's limit holds, and
    what is stopped is all that the other is around."""
    if _is_limited.get():
        yield
        return
    connection = reading_connection()
    connection.ensure_connection()
    within = {"postgresql": _within_postgresql, "sqlite": _within_sqlite}[connection.vendor]
    token = _is_limited.set(True)
    try:
        with within(connection, limit):
            yield
    except OperationalError as error:
        if _was_stopped(error):
            raise TooSlowError from error
        raise
    finally:
        _is_limited.reset(token)


def _was_stopped(error: OperationalError) -> bool:
    cause: Any = error.__cause__
    return (
        getattr(cause, "sqlstate", "") == "57014"
        or getattr(cause, "sqlite_errorname", "") == "SQLITE_INTERRUPT"
    )


@contextmanager
def _within_postgresql(connection: Any, limit: int) -> Iterator[None]:
    """For one transaction, so that nobody who is given the connection afterwards is limited, whatever happens
    and whatever pool stands between. Past Django, in one exchange at either end.

    Nor is a statement compiled to machine code, which takes longer than the rest of it: PostgreSQL takes what
    begins like a rare word for much, and would."""
    driver, is_inside = connection.connection, connection.in_atomic_block
    begin = "" if is_inside else "BEGIN;"
    driver.execute(f"{begin} SET LOCAL statement_timeout = {limit:d}; SET LOCAL jit = off")
    try:
        yield
    except BaseException:
        # A transaction of somebody else is theirs to undo, and this limit goes with it.
        if not is_inside and not driver.closed:
            driver.execute("ROLLBACK")
        raise
    as_before = "SET LOCAL statement_timeout TO DEFAULT; SET LOCAL jit TO DEFAULT"
    driver.execute(as_before if is_inside else "COMMIT")


@contextmanager
def _within_sqlite(connection: Any, limit: int) -> Iterator[None]:
    driver = connection.connection
    end = time.monotonic() + limit / 1000

    def begin_anew(execute: Any, *arguments: Any) -> Any:
        nonlocal end
        end = time.monotonic() + limit / 1000
        return execute(*arguments)

    driver.set_progress_handler(lambda: time.monotonic() > end, STEPS_OF_SQLITE)
    try:
        with connection.execute_wrapper(begin_anew):
            yield
    finally:
        driver.set_progress_handler(None, STEPS_OF_SQLITE)


def answer_to_stopped(request: HttpRequest) -> HttpResponse:
    """What to do instead, on a page or as a problem. Nobody keeps it."""
    if is_for_api(request.path_info):
        response: HttpResponse = problem_response(503, DETAIL)
    else:
        response = render(request, "503.html", {"list_url": request.path}, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    patch_cache_control(response, no_store=True)
    return response
