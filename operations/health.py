"""What load balancers, upgrades and monitors ask of one server process: is it alive, is it ready for work?

They ask by whatever name or number they know the machine under, and often without TLS: so these two addresses
are answered before the host's name is looked at, and are left out where plain HTTP is sent elsewhere.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations import readiness
from operations.doctor import echo

TEXT = "text/plain; charset=utf-8"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked: who restarts it for want of a database mends nothing."""
    return HttpResponse("ok\n", content_type=TEXT)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: a line for each part. Why one is not well is for the log, not for strangers."""
    problems = {part.name: part.problem() for part in readiness.PARTS}
    lines = [f"{name}: {problem or 'ok'}\n" for name, problem in problems.items()]
    status = 503 if any(problems.values()) else 200
    response = HttpResponse("".join(lines), status=status, content_type=TEXT)
    if status == 503:
        response.headers["Retry-After"] = "1"
    echo.answer(request, response)
    return response


ADDRESSES = {"/healthz": healthz, "/readyz": readyz}


def health(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        return ADDRESSES.get(request.path_info, get_response)(request)

    return middleware
