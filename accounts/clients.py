"""Where a request comes from."""

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The client's address. A header anybody can write is not asked."""
    return request.META.get("REMOTE_ADDR") or None
