"""The Process in numbers: its figures in their order, made once for as long as the record stands."""

from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from overview.numbers.counting import counts
from overview.numbers.documents import documents_by_language, documents_by_year, languages_of_the_record
from overview.numbers.events import events_by_year, places, themes
from overview.numbers.partners import chairs, hosts
from plots.figures import Figure, Lead
from publishing.kept import kept

FIGURES = (
    events_by_year,
    themes,
    places,
    hosts,
    chairs,
    documents_by_year,
    documents_by_language,
    languages_of_the_record,
)


class Written(NamedTuple):
    """A figure as the page writes it, and as its list of contents does."""

    key: str
    lead: Lead | None
    html: SafeString


def figures() -> list[Written]:
    return kept(("numbers", get_language()), _written)


def _written() -> list[Written]:
    found = counts()
    drawn: list[Figure] = [make(found) for make in FIGURES]
    return [Written(figure.key, figure.lead, figure.__html__()) for figure in drawn]
