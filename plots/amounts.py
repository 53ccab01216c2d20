"""What plots are given: numbers in the words of the page, and the address of the list that each counts."""

from dataclasses import dataclass

from django.utils.translation import get_language_bidi


@dataclass(frozen=True, slots=True)
class Amount:
    value: int
    # As the page writes it.
    text: str
    # Empty where there is nothing to list.
    url: str = ""


def from_start(start: float, size: float) -> str:
    """Where something of that size stands, both in per cent of the width. In Arabic the width is counted
    from the right."""
    return percent(100 - start - size if get_language_bidi() else start)


def percent(share: float) -> str:
    return f"{round(share, 2):g}%"


def fill_of(place: int) -> str:
    """Six colours, every second of them hatched, so that neighbours differ without any."""
    number = place % 6 + 1
    return f"url(#plot-{number})" if number % 2 == 0 else f"var(--plot-{number})"
