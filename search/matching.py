"""Which entries may be the answer: at most so many, found by the database alone, alike on both."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.engines import Expression, engine
from search.index import SHELF, shelf_of
from search.models import Entry, Passage
from search.reading import Reading

MOST_CANDIDATES = 1_000
# Of those that hold the words of a phrase, few may hold the phrase.
MOST_FOR_PHRASES = 2_000
# So many of the latest shelves hold enough of a word that occurs often, or else so many; one that does not
# is quickly found anywhere.
LATEST_SHELVES = (4, 16)

Group = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    keys: tuple[int, ...]
    is_capped: bool


def candidates(reading: Reading, *, narrowed: tuple[str, ...]) -> Candidates:
    """Those whose titles hold all words first, then any; of each the latest written first.

    `narrowed` are tokens such as `k:document` that each of them has.
    """
    if not reading.wanted:
        return Candidates((), is_capped=False)
    marks: tuple[Group, ...] = tuple((mark,) for mark in narrowed)
    without = tuple(sorted({stem for term in reading.without for stem in term.stems}))
    anywhere = tuple(tuple(sorted(term.stems)) for term in reading.wanted)
    titles = tuple(tuple(f"t:{stem}" for stem in group) for group in anywhere)
    newest = newest_key()
    most = MOST_FOR_PHRASES if reading.phrases else MOST_CANDIDATES
    found: dict[int, None] = {}
    for groups in (titles, anywhere):
        expression = Expression((*groups, *marks), without)
        for key in latest(expression, newest=newest, limit=most + 1):
            found[key] = None
        if len(found) > most:
            break
    keys = _with_phrases(tuple(found)[:most], reading)
    return Candidates(keys[:MOST_CANDIDATES], len(found) > most or len(keys) > MOST_CANDIDATES)


def newest_key() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def latest(expression: Expression, *, newest: int, limit: int) -> list[int]:
    """The latest written of those that match, at most so many."""
    for shelves in LATEST_SHELVES:
        if shelves * SHELF > newest:
            break
        found = engine().entries(_on_shelves(expression, shelves, newest), limit=limit)
        if len(found) >= limit:
            return found
    return engine().entries(expression, limit=limit)


def is_common(expression: Expression) -> bool:
    """So many match that in any order the first of them are soon met."""
    newest = newest_key()
    if newest < LATEST_SHELVES[0] * SHELF:
        return False
    narrower = _on_shelves(expression, LATEST_SHELVES[0], newest)
    return len(engine().entries(narrower, limit=MOST_CANDIDATES)) >= MOST_CANDIDATES


def _on_shelves(expression: Expression, shelves: int, newest: int) -> Expression:
    marks = tuple(f"#s{shelf_of(newest) - back}" for back in range(shelves))
    return Expression((*expression.groups, marks), expression.without)


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
