"""What is best: one function for both databases, from short columns only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from search.models import Entry
from search.reading import SMALL_STEMS, Reading

IN_TITLE, IN_SUMMARY, IN_TEXT = 10.0, 4.0, 1.0
ALL_OF_TITLE, SIDE_BY_SIDE, WHOLE_TITLE = 6.0, 5.0, 15.0
# Another body's event, what only explains the thing that is looked for, and a replaced text stand behind.
RELATED, REPLACED, PART = 0.75, 0.6, 0.9
# More than being recent: « un » stands in French texts, and is asked for as the United Nations.
READERS_LANGUAGE = 1.5
RECENT, FIRST_YEAR, YEARS = 1.0, 2014, 15

COLUMNS = (
    "pk",
    "record_kind",
    "record_id",
    "kind",
    "language",
    "part",
    "slug",
    "type",
    "year",
    "sort_key",
    "is_own",
    "replaced_at",
    "theme_ids",
    "title_stems",
    "summary_stems",
)


@dataclass(frozen=True, slots=True)
class Found:
    """One record that was found: its best entry, and what all its entries tell."""

    entry: dict[str, Any]
    score: float
    languages: frozenset[str]


def ranked(keys: Sequence[int], reading: Reading, *, language: str) -> list[Found]:
    """Best first; each record once. The order depends on what the entries say, never on their keys."""
    by_record: dict[tuple[Any, ...], list[tuple[float, dict[str, Any]]]] = {}
    for entry in Entry.objects.filter(pk__in=keys).values(*COLUMNS):
        score = score_of(entry, reading, language=language)
        by_record.setdefault(_identity(entry), []).append((score, entry))
    found = []
    for entries in by_record.values():
        score, best = min(entries, key=_order)
        found.append(Found(best, score, frozenset(entry["language"] for _score, entry in entries)))
    return sorted(found, key=lambda one: _order((one.score, one.entry)))


def _identity(entry: dict[str, Any]) -> tuple[Any, ...]:
    """A speaker is found apart from the event; a file is its document."""
    person = entry["part"] if entry["kind"] != entry["record_kind"] else ""
    return entry["record_kind"], entry["record_id"], person


def _order(scored: tuple[float, dict[str, Any]]) -> tuple[Any, ...]:
    score, entry = scored
    return (
        -round(score, 6),
        -entry["sort_key"],
        entry["kind"],
        entry["slug"],
        entry["language"],
        entry["part"] if ":" not in entry["part"] else entry["title_stems"],
    )


def score_of(entry: dict[str, Any], reading: Reading, *, language: str) -> float:
    title = [stem for stem in entry["title_stems"].split() if stem not in SMALL_STEMS]
    summary = frozenset(entry["summary_stems"].split())
    in_title = [bool(term.stems.intersection(title)) for term in reading.telling]
    score = 0.0
    for term, is_in_title in zip(reading.telling, in_title, strict=True):
        if is_in_title:
            score += IN_TITLE
        elif term.stems & summary:
            score += IN_SUMMARY
        else:
            score += IN_TEXT
    if all(in_title):
        score += ALL_OF_TITLE * len(in_title) / max(len(title), len(in_title))
        if _stands_in(title, reading):
            score += WHOLE_TITLE if len(title) == len(in_title) else SIDE_BY_SIDE
    if not entry["is_own"]:
        score *= RELATED
    if entry["replaced_at"] and entry["replaced_at"] <= timezone.now():
        score *= REPLACED
    if entry["part"]:
        score *= PART
    if entry["language"] == language:
        score += READERS_LANGUAGE
    if entry["year"]:
        score += RECENT * min(max(entry["year"] - FIRST_YEAR, 0), YEARS) / YEARS
    return score


def _stands_in(title: Sequence[str], reading: Reading) -> bool:
    """All the words, one after the other as they were typed."""
    wanted = [term.stems for term in reading.telling]
    starts = range(len(title) - len(wanted) + 1)
    return any(_begins(title[start:], wanted) for start in starts)


def _begins(words: Sequence[str], wanted: Iterable[frozenset[str]]) -> bool:
    return all(word in stems for word, stems in zip(words, wanted, strict=False))
