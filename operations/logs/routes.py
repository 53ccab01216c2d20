"""Which address was asked, told by the name its pattern has in the code: never by what stood in it."""

from django.conf import settings
from django.http import HttpRequest

# Of what no pattern fits: it was refused before anybody looked, or nothing is there.
NO_ROUTE = "none"
# Answered before any pattern is looked at.
STATIC, HEALTH = "static", "health"
HEALTH_ADDRESSES = frozenset({"/healthz", "/readyz"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


def route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return match.view_name
    if is_static(request.path_info):
        return STATIC
    return HEALTH if request.path_info in HEALTH_ADDRESSES else NO_ROUTE


def method_of(request: HttpRequest) -> str:
    """Anybody may invent one."""
    return request.method if request.method in METHODS else "other"


def is_static(path: str) -> bool:
    return path.startswith(settings.STATIC_URL)
