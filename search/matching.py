"""Which entries may be the answer: at most so many, found by the database alone, alike on both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from search.engines import Expression, engine
from search.index import SHELF, shelf_of
from search.models import Entry, Passage
from search.reading import Reading

MOST_CANDIDATES = 1_000
# The latest shelves hold enough of a word that occurs often; one that does not is quickly found anywhere.
LATEST_SHELVES = 4

Group = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    keys: tuple[int, ...]
    is_capped: bool


def candidates(reading: Reading, *, narrowed: tuple[str, ...], now: datetime) -> Candidates:
    """Those whose titles hold all words first, then any; of each the latest written first.

    `narrowed` are tokens such as `k:document` that each of them has.
    """
    if not reading.wanted:
        return Candidates((), is_capped=False)
    marks: tuple[Group, ...] = tuple((mark,) for mark in narrowed)
    without = tuple(sorted({stem for term in reading.without for stem in term.stems}))
    anywhere = tuple(tuple(sorted(term.stems)) for term in reading.wanted)
    titles = tuple(tuple(f"t:{stem}" for stem in group) for group in anywhere)
    latest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found: dict[int, None] = {}
    for groups in (titles, anywhere):
        expression = Expression((*groups, *marks), without)
        for key in _matching(expression, latest=latest, now=now, limit=MOST_CANDIDATES + 1):
            found[key] = None
        if len(found) > MOST_CANDIDATES:
            break
    keys = tuple(found)
    return Candidates(_with_phrases(keys[:MOST_CANDIDATES], reading), len(keys) > MOST_CANDIDATES)


def _matching(expression: Expression, *, latest: int, now: datetime, limit: int) -> list[int]:
    if latest >= LATEST_SHELVES * SHELF:
        shelves = tuple(f"#s{shelf_of(latest) - back}" for back in range(LATEST_SHELVES))
        narrower = Expression((*expression.groups, shelves), expression.without)
        found = engine().entries(narrower, now=now, limit=limit)
        if len(found) >= limit:
            return found
    return engine().entries(expression, now=now, limit=limit)


def _with_phrases(keys: tuple[int, ...], reading: Reading) -> tuple[int, ...]:
    """Those that hold every phrase as it was quoted, and none that must not be there."""
    left = set(keys)
    for phrase in reading.phrases:
        left &= set(_holding(phrase.stems, keys)) if left else set()
    for phrase in reading.without_phrases:
        left -= set(_holding(phrase.stems, keys))
    return tuple(key for key in keys if key in left)


def _holding(phrases: tuple[tuple[str, ...], ...], keys: tuple[int, ...]) -> Iterator[int]:
    passages = engine().passages(Expression((phrases,)), entries=keys, each=1)
    yield from Passage.objects.filter(pk__in=passages).values_list("entry", flat=True)
