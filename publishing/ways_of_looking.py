"""The same records, found by the same filters, shown in several ways: as list, as calendar, on a map."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from publishing.feeds.subscription import with_query


@dataclass(frozen=True)
class Way:
    label: str
    url: str
    is_current: bool


def ways_of_looking(labels: dict[str, Any], current: str, query: str) -> list[Way]:
    """`labels`: name of an address → what the way is called."""
    return [
        Way(str(label), with_query(reverse(name), query), name == current) for name, label in labels.items()
    ]
