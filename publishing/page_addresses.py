from functools import cache

from django.urls import reverse
from django.utils.translation import get_language


def page_address(view: str, slug: str) -> str:
    """What `reverse()` gives, in the active language; a list of rows asks for it many times."""
    before, after = _around_slug(view, get_language())
    return f"{before}{slug}{after}"


@cache
def _around_slug(view: str, _language: str | None) -> tuple[str, str]:
    before, _slug, after = reverse(view, kwargs={"slug": "a-slug"}).rpartition("a-slug")
    return before, after
