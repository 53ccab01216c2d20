"""Views that are loaded when somebody first asks for them.

Signing in needs what no page for visitors does, such as the cryptography of passkeys. A process that serves
visitors alone starts sooner and holds less without it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def when_asked(name: str) -> Callable[..., HttpResponse]:
    """The view of that name, module and all. What decorators have written on it is not seen from outside, so
    it can be exempt from nothing: tests/accounts/test_when_asked.py looks at each."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return import_string(name)(request, *args, **kwargs)

    view.view_name = name  # type: ignore[attr-defined]
    return view
