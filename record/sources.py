"""Reads the files of `data/record/` and refuses them where their structure is broken."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from record import decided, schema
from record.problems import Problem, RecordError
from record.shapes import Shape, faults

Row = dict[str, Any]
LANGUAGES = ("fr", "ar")


@dataclass(frozen=True, slots=True)
class Translations:
    """The unofficial translations into one language, by slug (chairs by number)."""

    events: dict[str, Row]
    documents: dict[str, Row]
    chairs: dict[str, Row]
    organisations: dict[str, str]


@dataclass(frozen=True, slots=True)
class Pack:
    """All rows as the files give them."""

    counts: dict[str, int]
    states: list[Row]
    organisations: list[Row]
    snapshots: list[Row]
    membership_events: list[Row]
    chairs: list[Row]
    domains: list[Row]
    topics: list[Row]
    meetings: list[Row]
    documents: list[Row]
    translations: dict[str, Translations]
    series: list[Row]
    placements: dict[str, Row]
    memberships: dict[str, list[Row]]
    natures: dict[str, Row]
    outlines: dict[str, Row]
    issuers: dict[str, Row]
    notes: dict[str, Row]
    grammar: dict[str, Row]
    pages: list[Row]
    glossary: list[Row]
    redirects: dict[str, Row]


# What each list row or entry is told by in a message.
KEYS = {"membership_events": "state", "steering_committee_snapshots": "as_of", "chairs": "order"}

# file → the shape of the file, and those of its lists of rows.
FILES: dict[str, tuple[Shape, dict[str, Shape]]] = {
    "members.json": (
        schema.MEMBERS_FILE,
        {
            "states": schema.STATE,
            "organisations": schema.ORGANISATION,
            "steering_committee_snapshots": schema.SNAPSHOT,
            "membership_events": schema.MEMBERSHIP_EVENT,
        },
    ),
    "chairs.json": (schema.CHAIRS_FILE, {"chairs": schema.CHAIR}),
    "themes.json": (schema.THEMES_FILE, {"domains": schema.DOMAIN, "topics": schema.TOPIC}),
}
LISTS: dict[str, Shape] = {
    "meetings.json": schema.MEETING,
    "documents.json": schema.DOCUMENT,
    "series.json": decided.SERIES,
    "pages.json": decided.PAGE,
    "glossary.json": decided.TERM,
}
BY_SLUG: dict[str, Shape] = {
    "placements.json": decided.PLACEMENT,
    "natures.json": decided.NATURE,
    "outlines.json": decided.OUTLINE,
    "issuers.json": decided.TRANSLATED,
    "notes.json": decided.NOTE,
    "grammar.json": decided.GRAMMAR,
}


class Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def read(self) -> Pack:
        """Raises RecordError with everything that is wrong."""
        whole = {name: self.rows_of_file(name) for name in FILES}
        lists = {name: self.rows_of_list(name) for name in LISTS}
        named = {name: self.named_rows(name) for name in BY_SLUG}
        translations = {language: self.translations(language) for language in LANGUAGES}
        memberships = self.memberships()
        redirects = self.redirects()
        if self.problems:
            raise RecordError(self.problems)
        members, chairs, themes = (whole[name] for name in FILES)
        return Pack(
            counts=members["counts"],
            states=members["states"],
            organisations=members["organisations"],
            snapshots=members["steering_committee_snapshots"],
            membership_events=members["membership_events"],
            chairs=chairs["chairs"],
            domains=themes["domains"],
            topics=themes["topics"],
            meetings=lists["meetings.json"],
            documents=lists["documents.json"],
            translations={
                language: Translations(**{name: found[name] for name in Translations.__dataclass_fields__})
                for language, found in translations.items()
            },
            series=lists["series.json"],
            placements=named["placements.json"],
            memberships=memberships,
            natures=named["natures.json"],
            outlines=named["outlines.json"],
            issuers=named["issuers.json"],
            notes=named["notes.json"],
            grammar=named["grammar.json"],
            pages=lists["pages.json"],
            glossary=lists["glossary.json"],
            redirects=redirects,
        )

    def parsed(self, name: str, kind: type) -> Any:
        """The file's content; an empty one after noting why it cannot be read."""
        try:
            content = json.loads((self.folder / name).read_text("utf-8"), object_pairs_hook=_without_twins)
        except FileNotFoundError:
            self.note(name, "", "", "The file is missing.")
        except (ValueError, UnicodeDecodeError) as error:
            self.note(name, "", "", f"This is not JSON: {error}")
        else:
            if isinstance(content, kind):
                return content
            self.note(name, "", "", f"The file holds {type(content).__name__}, not {kind.__name__}.")
        return kind()

    def rows_of_file(self, name: str) -> dict[str, Any]:
        shape, lists = FILES[name]
        content = self.parsed(name, dict)
        if content:
            self.check(name, "", content, shape)
        for section, row_shape in lists.items():
            self.check_list(name, content.get(section), row_shape, KEYS.get(section, "slug"))
        return content

    def rows_of_list(self, name: str) -> list[Row]:
        content = self.parsed(name, list)
        self.check_list(name, content, LISTS[name], "slug")
        return content

    def named_rows(self, name: str) -> dict[str, Row]:
        content = self.parsed(name, dict)
        for slug, row in content.items():
            self.check(name, slug, row, BY_SLUG[name])
        return content

    def translations(self, language: str) -> dict[str, Any]:
        name = f"{language}.json"
        content = self.parsed(name, dict)
        if content:
            self.check(name, "", content, schema.TRANSLATIONS_FILE)
        shapes = {
            "events": schema.translated_event(language),
            "documents": schema.TRANSLATED_DOCUMENT,
            "chairs": schema.translated_chair(language),
        }
        for section, shape in shapes.items():
            for slug, row in _items(content.get(section)):
                self.check(name, slug, row, shape)
        return content

    def memberships(self) -> dict[str, list[Row]]:
        content = self.parsed("memberships.json", dict)
        for slug, rows in content.items():
            self.check_list("memberships.json", rows, decided.MEMBERSHIP, "standing", of=slug)
        return content

    def redirects(self) -> dict[str, Row]:
        content = self.parsed("redirects.json", dict)
        for path, row in content.items():
            if not path.startswith("/") or path.endswith("/"):
                self.note("redirects.json", path, "", "A path begins with a slash and does not end with one.")
            is_list = isinstance(row, dict) and "name" in row
            self.check(
                "redirects.json", path, row, decided.ADDRESS_OF_LIST if is_list else decided.ADDRESS_OF_RECORD
            )
        return content

    def check_list(self, file: str, rows: Any, shape: Shape, key: str, of: str = "") -> None:
        for position, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            label = row.get(key) if isinstance(row, dict) else None
            self.check(file, of or str(label or f"row {position}"), row, shape)

    def check(self, file: str, slug: str, row: Any, shape: Shape) -> None:
        for field, message in faults(row, shape):
            self.note(file, slug, field, message)

    def note(self, file: str, slug: str, field: str, message: str) -> None:
        self.problems.append(Problem(file, slug, field, message))


def _items(rows: Any) -> Iterable[tuple[str, Any]]:
    return rows.items() if isinstance(rows, dict) else ()


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON itself would let the last of two equal names win, unseen."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twin!r} stands twice in one place.")
    return found


def read(folder: Path) -> Pack:
    return Reader(folder).read()
