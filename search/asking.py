"""The one question of the site's search, for the page, the API and whatever else asks it."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.kept import kept
from publishing.kinds import record_models
from publishing.languages import Text, name_of_language, text_in
from search import analyser, sources
from search.engines import Expression
from search.matching import candidates, latest, newest_key
from search.models import Entry, Passage
from search.ranking import Found, ranked
from search.reading import MOST_WORDS, Reading, read
from search.snippets import best_passages, snippet_of
from search.titles import tokens_of

MOST_SUGGESTED_FOR = 200
SUGGESTED_OF = 200


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
    record_kind: str
    record_id: int


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
    reading = read(question.text)
    if not reading.wanted:
        return Answer(page=page)
    shown = question.language or language
    key = ("search", question, shown, language, get_language())
    known = kept(key, lambda: _known(question, reading, shown, language))
    total, first = len(known.keys), (page - 1) * size
    return Answer(
        hits=hits_of(known, slice(first, first + size), reading, language=language),
        total=total,
        is_capped=known.is_capped,
        facets=known.facets,
        page=page,
        page_count=-(-total // size),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of an answer: the best entry of each record that was found, best first; of which record it
    is; and what could narrow the question."""

    keys: Sequence[int] = ()
    records: Sequence[int] = ()
    kinds: Sequence[str] = ()
    is_capped: bool = False
    facets: dict[str, Sequence[FacetValue]] = field(default_factory=dict)


def _known(question: Question, reading: Reading, shown: str, language: str) -> Known:
    theme_ids = _themes_within(question.theme)
    if question.theme and not theme_ids:
        return Known()
    narrowed = [
        f"{mark}:{value}"
        for mark, value in (
            ("k", question.kind),
            ("ty", question.type),
            ("y", question.year),
            ("l", question.language),
            ("th", theme_ids),
        )
        if value
    ]
    matching = candidates(reading, narrowed=tuple(narrowed))
    found = ranked(matching.keys, reading, language=shown)
    return Known(
        # Packed: there may be a thousand, and they are kept for many questions.
        keys=array("q", (one.entry["pk"] for one in found)),
        records=array("q", (one.entry["record_id"] for one in found)),
        kinds=tuple(intern(one.entry["record_kind"]) for one in found),
        is_capped=matching.is_capped,
        facets=facets_of(found, question, language=language),
    )


def _themes_within(slug: str) -> str:
    """The key of the theme, if it is public; entries name the theme above theirs, too."""
    if not slug:
        return ""
    return str(
        record_models()["theme"].objects.published().filter(slug=slug).values_list("pk", flat=True).first()
        or ""
    )


def hits_of(known: Known, cut: slice, reading: Reading, *, language: str) -> list[Hit]:
    """Those on one page of the results."""
    keys = known.keys[cut]
    if not keys:
        return []
    # With those of the same records in the reader's language, of which titles are taken.
    beside = Q(
        record_kind__in=set(known.kinds[cut]), record_id__in=set(known.records[cut]), language=language
    )
    rows = {entry.pk: entry for entry in Entry.objects.filter(Q(pk__in=keys) | beside)}
    titles = {
        (entry.record_kind, entry.record_id, entry.part): entry.title
        for entry in rows.values()
        if entry.language == language
    }
    # One that has just gone is left out.
    entries = [rows[key] for key in keys if key in rows]
    passages = best_passages(entries, reading)
    return [_hit(entry, passages.get(entry.pk), titles, reading, language=language) for entry in entries]


def _hit(
    entry: Entry,
    passage: Passage | None,
    titles: dict[tuple[str, int, str], str],
    reading: Reading,
    *,
    language: str,
) -> Hit:
    # A file goes by its document's title, a speaker by the name.
    part = entry.part if entry.kind != entry.record_kind else ""
    title = titles.get((entry.record_kind, entry.record_id, part))
    shown = (
        Text(title, language, is_fallback=False)
        if title
        else Text(entry.title, entry.language, entry.language != language)
    )
    # Whose title is shown above, and is all that matches, is told by what it is.
    is_title_again = passage is not None and passage.ordinal == 0 and shown.language == entry.language
    text = passage.text if passage and not (is_title_again and entry.summary) else entry.summary
    place_kind, place = (passage.place_kind, passage.place) if passage else ("", "")
    return Hit(
        kind=entry.kind,
        kind_label=kind_label(entry.kind),
        slug=entry.slug,
        title=shown,
        record_url=sources.page_of(entry.record_kind, entry.slug),
        url=sources.place_in(
            entry.record_kind,
            entry.slug,
            language=entry.language,
            part=entry.part,
            place_kind="" if entry.is_replaced else place_kind,
            place=place,
        ),
        language=entry.language,
        snippet=snippet_of(text, entry.language, reading.wanted),
        place=_place_label(passage) if passage else "",
        type=entry.type,
        type_label=type_labels().get(entry.type, "") if entry.type else "",
        year=entry.year,
        record_kind=entry.record_kind,
        record_id=entry.record_id,
    )


def _place_label(passage: Passage) -> str:
    if passage.place_kind == Passage.Place.PAGE:
        return _("page %(number)s") % {"number": passage.place_label}
    if passage.place_kind == Passage.Place.PROVISION and passage.place_label:
        return _("paragraph %(number)s") % {"number": passage.place_label}
    return ""


def kind_label(kind: str) -> str:
    model = record_models().get(kind)
    return capfirst(str(model._meta.verbose_name)) if model else capfirst(_("speaker"))


def type_labels() -> dict[str, str]:
    """Of every kind that has types."""
    found = {}
    for kind in sources.kinds():
        model: Any = record_models()[kind]
        for name in ("type", f"{kind}_kind"):
            if any(field.name == name for field in model._meta.fields):
                found.update({value: str(label) for value, label in model._meta.get_field(name).flatchoices})
    return found


def facets_of(
    found: Sequence[Found], question: Question, *, language: str
) -> dict[str, Sequence[FacetValue]]:
    """Counted among what was looked at; each record once for each value it has."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("kind", "type", "year", "language", "theme")
    }
    for one in found:
        entry = one.entry
        counts["kind"][entry["kind"]] += 1
        counts["type"].update([entry["type"]] if entry["type"] else [])
        counts["year"].update([str(entry["year"])] if entry["year"] else [])
        counts["language"].update(one.languages)
        counts["theme"].update(str(key) for key in entry["theme_ids"])
    themes = _theme_labels(list(counts["theme"]), language)
    types = type_labels()
    return {
        "kind": _values(counts["kind"], {kind: kind_label(kind) for kind in counts["kind"]}, question.kind),
        "type": _values(counts["type"], types, question.type),
        "year": sorted(
            _values(counts["year"], {year: year for year in counts["year"]}, question.year),
            key=lambda value: value.value,
            reverse=True,
        ),
        "language": _values(
            counts["language"],
            {code: name_of_language(code) for code in counts["language"]},
            question.language,
        ),
        "theme": _values(
            Counter({themes[key][0]: count for key, count in counts["theme"].items() if key in themes}),
            dict(themes.values()),
            question.theme,
        ),
    }


def _values(counts: Counter[str], labels: dict[str, str], chosen: str) -> list[FacetValue]:
    """Most frequent first, then by name."""
    values = [
        FacetValue(value, capfirst(labels[value]), count, value == chosen)
        for value, count in counts.items()
        if value in labels
    ]
    return sorted(values, key=lambda value: (-value.count, value.label))


def _theme_labels(keys: Sequence[str], language: str) -> dict[str, tuple[str, str]]:
    """Key → slug and name, of those that are public."""
    themes: Any = record_models()["theme"].objects.published().filter(pk__in=[int(key) for key in keys])
    return {str(theme.pk): (theme.slug, text_in(theme, "name", language).value) for theme in themes}


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind_label: str
    title: Text
    url: str


def suggest(text: str, *, language: str, limit: int = 8) -> Sequence[Suggestion]:
    """Public records whose title has the words, or such as begin so."""
    words = [word.folded for word in analyser.words_in(text[:MOST_SUGGESTED_FOR], "")][:MOST_WORDS]
    if not words:
        return ()
    keys = latest(
        Expression(tuple(tokens_of(word) for word in words)),
        newest=newest_key(),
        limit=SUGGESTED_OF,
    )
    best: dict[tuple[str, int], Entry] = {}
    for entry in Entry.objects.filter(pk__in=keys, part=""):
        key = (entry.record_kind, entry.record_id)
        if key not in best or entry.language == language:
            best[key] = entry
    rows = sorted(best.values(), key=lambda row: (not row.is_own, -row.sort_key, row.slug))[:limit]
    return [
        Suggestion(
            kind_label(row.kind),
            Text(row.title, row.language, row.language != language),
            sources.page_of(row.record_kind, row.slug),
        )
        for row in rows
    ]
