"""The place where the words stand, and what is read there."""

from collections.abc import Sequence

from search import analyser
from search.analyser import Word
from search.engines import Expression, engine
from search.models import Entry, Passage
from search.reading import Reading, Term

LONGEST = 240
BEFORE = 60
PASSAGES_OF_EACH = 5
ELLIPSIS = "…"

Snippet = list[tuple[str, bool]]


def best_passages(entries: Sequence[Entry], reading: Reading) -> dict[int, Passage]:
    """Entry → the first passage that holds the most of what is looked for."""
    keys = [entry.pk for entry in entries]
    groups = tuple(tuple(sorted(term.stems)) for term in reading.wanted)
    phrases = tuple(phrase.stems for phrase in reading.phrases)
    found: dict[int, Passage] = {}
    # All words in one place; else as many as can be had.
    for expression in (
        Expression((*groups, *phrases)),
        Expression((tuple({stem: None for group in groups for stem in group}),)),
    ):
        missing = [key for key in keys if key not in found]
        if not missing or not expression.groups:
            break
        marked = Expression((*expression.groups, tuple(f"e:{key}" for key in missing)))
        passages = engine().passages(marked, entries=missing, each=PASSAGES_OF_EACH)
        rows = Passage.objects.filter(pk__in=passages).order_by("entry", "ordinal")
        by_entry: dict[int, list[Passage]] = {}
        for passage in rows:
            by_entry.setdefault(passage.entry_id, []).append(passage)
        languages = {entry.pk: entry.language for entry in entries}
        for key, candidates in by_entry.items():
            found[key] = max(candidates, key=lambda one: _worth(one, reading, languages[key]))
    return found


def _worth(passage: Passage, reading: Reading, language: str) -> tuple[int, bool, int]:
    """Its words first; then what is more than the title, which is read anyway; then the earliest."""
    stems = set(analyser.stems(passage.text, language))
    return sum(bool(term.stems & stems) for term in reading.wanted), passage.ordinal > 0, -passage.ordinal


def snippet_of(text: str, language: str, terms: Sequence[Term]) -> Snippet:
    """Some words around the place where most of the terms stand close together, those marked."""
    words = list(analyser.words_in(text, language))
    wanted = frozenset(stem for term in terms for stem in term.stems)
    hits = [word for word in words if word.stem in wanted or word.folded in wanted]
    start, end = _window(text, words, hits, terms)
    pieces: Snippet = [(ELLIPSIS, False)] if start else []
    place = start
    for hit in hits:
        if place <= hit.start and hit.end <= end:
            pieces += [(text[place : hit.start], False), (text[hit.start : hit.end], True)]
            place = hit.end
    pieces.append((text[place:end], False))
    if end < len(text):
        pieces.append((ELLIPSIS, False))
    return [(_on_one_line(piece), is_hit) for piece, is_hit in pieces if piece]


def _on_one_line(piece: str) -> str:
    return "".join(" " if sign in "\n\t" else sign for sign in piece)


def _window(text: str, words: list[Word], hits: list[Word], terms: Sequence[Term]) -> tuple[int, int]:
    if len(text) <= LONGEST:
        return 0, len(text)
    best, most = 0, -1
    for hit in hits[:200]:
        near = {
            index
            for other in hits
            if hit.start <= other.start < hit.start + LONGEST - BEFORE
            for index, term in enumerate(terms)
            if other.stem in term.stems or other.folded in term.stems
        }
        if len(near) > most:
            best, most = hit.start, len(near)
    first = next((word.start for word in words if word.start >= max(0, best - BEFORE)), 0)
    if best < BEFORE:
        first = 0
    last = max((word.end for word in words if word.end <= first + LONGEST), default=first + LONGEST)
    return first, last
