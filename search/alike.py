"""Records whose title is nearly the same: probably one record, entered twice."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from publishing.folding import fold
from search.titles import with_title_words

Record = TypeVar("Record", bound=Model)

# Of how many records the titles are compared: hits of the index in each language, and the latest drafts.
MOST_HITS, MOST_DRAFTS = 40, 300
TELLING_WORDS = 3
SHORTEST_TELLING = 4
NEARLY_THE_SAME = 0.86


def alike_by_title(rows: QuerySet[Record], record: Model, columns: Iterable[str]) -> list[Record]:
    """Those of `rows` with nearly the record's title in one of the `columns`, which are title_en, title_fr …

    A fixed number of queries for rows without number: what is public is found by its index, and drafts, which
    are in none, among the latest.
    """
    given = {column: folded for column in columns if (folded := fold(getattr(record, column) or ""))}
    candidates: dict[Any, Record] = {}
    for folded in given.values():
        for found in with_title_words(rows, _telling_words(folded)).order_by("-pk")[:MOST_HITS]:
            candidates[found.pk] = found
    if given:
        for draft in rows.filter(published_at=None).order_by("-pk")[:MOST_DRAFTS]:
            candidates[draft.pk] = draft
    return [found for found in candidates.values() if _is_alike(found, given)]


def _telling_words(folded: str) -> str:
    words = folded.split()
    longest = sorted(words, key=len, reverse=True)[:TELLING_WORDS]
    return " ".join(word for word in longest if len(word) >= SHORTEST_TELLING) or folded


def _is_alike(record: Model, given: Mapping[str, str]) -> bool:
    return any(
        is_nearly_the_same(folded, fold(getattr(record, column) or "")) for column, folded in given.items()
    )


def is_nearly_the_same(one: str, other: str) -> bool:
    """Of folded titles. With other figures it is another: the 10th meeting and the 11th, modules 1 and 2."""
    if not one or not other or _figures(one) != _figures(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEARLY_THE_SAME and matcher.ratio() >= NEARLY_THE_SAME


def _figures(folded: str) -> list[str]:
    return sorted(word for word in folded.split() if any(letter.isdecimal() for letter in word))
