"""Texts in three languages out of the originals and the two files of translations."""

from collections.abc import Iterable
from html import escape
from typing import Any

from publishing.richtext import clean_html
from record.sources import LANGUAGES, Pack, Row

OWN_SITE = "khartoumprocess.net"


def listed(facts: Iterable[str]) -> str | None:
    """Facts as a list; as it will read once it has been through the sanitiser."""
    items = "".join(f"<li>{escape(fact, quote=False)}</li>" for fact in facts)
    return clean_html(f"<ul>{items}</ul>") if items else None


def in_languages(field: str, en: Any, fr: Any, ar: Any) -> dict[str, Any]:
    return {f"{field}_en": en, f"{field}_fr": fr, f"{field}_ar": ar}


def public_note(pack: Pack, field: str, english: str | None) -> dict[str, Any]:
    """A note that visitors read, as notes.json words and translates it."""
    row = pack.notes[english] if english else {}
    return in_languages(field, row.get("en") or english, row.get("fr"), row.get("ar"))


def unofficial(values: dict[str, Any], *fields: str) -> frozenset[tuple[str, str]]:
    """The French and Arabic texts that there are: all that the record ships are unofficial."""
    return frozenset(
        (field, language) for field in fields for language in LANGUAGES if values.get(f"{field}_{language}")
    )


def unofficial_parts(rows: list[dict[str, Any]], name: str, *columns: str) -> frozenset[tuple[str, str]]:
    """The same for texts of parts, told under the name of the parts."""
    return frozenset(
        (name, language)
        for language in LANGUAGES
        if any(row[f"{column}_{language}"] for row in rows for column in columns)
    )


def persons(people: list[Row], french: list[str], arabic: list[Row]) -> list[dict[str, Any]]:
    """Named persons with their functions. Names are unchanged in French."""
    return [
        {
            "order": order,
            **in_languages("name", person["name"], person["name"], person_in_arabic["name"]),
            **in_languages("function", person["role"], role_in_french, person_in_arabic["role"]),
        }
        for order, (person, role_in_french, person_in_arabic) in enumerate(
            zip(people, french, arabic, strict=True), start=1
        )
    ]


def note(*parts: str | None) -> str | None:
    """An editor's note out of what the files say in several places."""
    return "\n\n".join(part for part in parts if part) or None


def confidence_from(sources: list[str]) -> str:
    """For rows that the files do not grade, by their own rule: high if the Process's own site says it
    or two sources agree."""
    if len(sources) != 1 or OWN_SITE in sources[0]:
        return "high"
    return "medium"
