"""Numbers as plots show them, and the lists that they count."""

from urllib.parse import urlencode

from django.urls import reverse

from plots.amounts import Amount
from publishing.written import exactly


def amount(count: int, url: str = "") -> Amount:
    """Nothing leads to an empty list."""
    return Amount(count, exactly(count), url if count else "")


def list_url(name: str, **asked: str | int | list[str]) -> str:
    """Of the list with that name, narrowed by what is asked of its filters."""
    return f"{reverse(name)}?{urlencode(asked, doseq=True)}" if asked else reverse(name)
