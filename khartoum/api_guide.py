"""What is said of the API to those who write programs for it: the guide and the example client of `docs/`,
which this portal gives out itself, so that nobody needs its source."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings

GUIDE, CLIENT = "api.md", "mirror.py"
FIRST_HEADING = "\n## "


@lru_cache
def text_of(name: str) -> str:
    return (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")


def for_description(address: Callable[[str], str]) -> str:
    """The guide without its beginning, which leads to the description; what it links to, in full."""
    _beginning, heading, rest = text_of(GUIDE).partition(FIRST_HEADING)
    return (heading + rest).strip().replace(f"]({CLIENT})", f"]({address('api:client')})")
