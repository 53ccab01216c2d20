"""What the description of the API says of a view beyond what can be read off it."""

from collections.abc import Callable
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])

# Method of a view → what was said of it, until a description is made.
SAID: dict[Callable[..., Any], dict[str, Any]] = {}


def described(**said: Any) -> Callable[[Method], Method]:
    """As `extend_schema`, which would load all that describes the API, 4 MB of it: few processes are ever
    asked for that."""

    def noted(method: Method) -> Method:
        SAID[method] = said
        return method

    return noted


def with_what_views_say(endpoints: list[Any]) -> list[Any]:
    """Called before anything is described: with it, views have said what they say."""
    from drf_spectacular.utils import extend_schema  # noqa: PLC0415 - see above

    while SAID:
        method, said = SAID.popitem()
        extend_schema(**said)(method)
    return endpoints
