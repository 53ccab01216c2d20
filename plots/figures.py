"""The frame of every plot: what it is, what can be read off it, the drawing, and what it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Lead(NamedTuple):
    """A number, and what it counts, as it is said after the number."""

    number: str
    counted: str


@dataclass(frozen=True)
class Figure:
    # Its place on the page, "#hosts".
    key: str
    heading: str
    # One sentence, made of the numbers themselves.
    reading: str
    drawing: SafeString
    notes: Sequence[str | SafeString] = ()
    # What stands for it where all figures of a page are named.
    lead: Lead | None = None
    # "half" or "third" of a large screen; else all of it.
    breadth: str = ""

    def __html__(self) -> SafeString:
        return render_to_string("plots/figure.html", {"figure": self})
