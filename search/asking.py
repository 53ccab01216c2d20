"""The one question of the site's search, for the page, the API and whatever else asks it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from publishing.languages import Text


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words, quoted phrases and `-words` in `text`; the rest narrows, empty means all."""

    text: str
    kind: str = ""
    type: str = ""
    year: str = ""
    language: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, by the text of it that matches best."""

    kind: str
    kind_label: str
    slug: str
    title: Text
    # The record's page in the reader's language.
    record_url: str
    # The same, or the page of a file or the paragraph where the words stand.
    url: str
    # The language of the text that was found.
    language: str
    # Pieces of the text in order, and whether each is one of the words looked for.
    snippet: Sequence[tuple[str, bool]]
    # "page 12", "paragraph 4"; empty where there is no more to say than the record itself.
    place: str
    # As the filter `type` knows it; empty where the kind has no types.
    type: str
    type_label: str
    year: int | None


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    hits: Sequence[Hit] = ()
    # Records found; no more than what was looked at, which `is_capped` tells.
    total: int = 0
    is_capped: bool = False
    # Name of the filter (kind, type, year, language, theme) → its values, most frequent first.
    facets: dict[str, Sequence[FacetValue]] = field(default_factory=dict)
    page: int = 1
    page_count: int = 0


def answer(question: Question, *, language: str, page: int = 1, size: int = 10) -> Answer:
    """What is public and holds all the words, best first, in `language` where a text exists in several."""
    return Answer()


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind_label: str
    title: Text
    url: str


def suggest(text: str, *, language: str, limit: int = 8) -> Sequence[Suggestion]:
    """Public records whose title has the words, the last of which may not be finished."""
    return ()
