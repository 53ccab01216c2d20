from collections.abc import Iterator
from typing import Any

from declarations.models import Document
from record.entries import Entry
from record.mapping.partners import whole
from record.mapping.provisions import provisions
from record.mapping.texts import in_languages, listed, note, public_note, unofficial, unofficial_parts
from record.sources import Pack, Row

Type, Nature = Document.Type, Document.Nature

# By type; natures.json names the exceptions.
NATURES = {
    Type.DECLARATION: Nature.OUTCOME,
    Type.ACTION_PLAN: Nature.OUTCOME,
    Type.CONCLUSIONS: Nature.OUTCOME,
    Type.TERMS_OF_REFERENCE: Nature.OFFICIAL,
    Type.RULES_OF_PROCEDURE: Nature.OFFICIAL,
    Type.WORK_PLAN: Nature.OFFICIAL,
    Type.REPORT: Nature.OFFICIAL,
    Type.TEMPLATE: Nature.OFFICIAL,
    Type.BACKGROUND_NOTE: Nature.INFORMATION,
    Type.FACTSHEET: Nature.INFORMATION,
    Type.NEWSLETTER: Nature.INFORMATION,
    Type.REFERENCE: Nature.INFORMATION,
}


def entries(pack: Pack) -> Iterator[Entry]:
    for row in pack.documents:
        yield document(pack, row)


def document(pack: Pack, row: Row) -> Entry:
    slug = row["slug"]
    french, arabic = (pack.translations[language].documents[slug] for language in ("fr", "ar"))
    issuer = pack.issuers.get(row["issuer"], {})
    decided = pack.natures.get(slug, {})
    paragraphs = provisions(pack, row, french, arabic)
    values: dict[str, Any] = {
        # The translations give full titles; the titles in documents.json are short names of the press.
        **in_languages("title", row["title_en"], french["title"], arabic["title"]),
        "type": row["type"],
        "nature": decided.get("nature") or NATURES[Type(row["type"])].value,
        **in_languages("issuer", row["issuer"], issuer.get("fr"), issuer.get("ar")),
        "date": whole(row["date_document"]),
        "adopted": whole(row["date_adopted"]),
        "adopting_event": row["adopted_at"],
        "related_events": related_events(pack, row),
        "languages_seen": row["languages_seen"],
        "availability": row["availability"],
        **in_languages("summary", *(listed(facts["summary_facts"]) for facts in (row, french, arabic))),
        "provisions": paragraphs,
        **public_note(pack, "provisions_note", row["outline_note"]),
        "sources": sources(row),
        "mirrors": row.get("mirrors", []),
        "confidence": row["confidence"],
        "editor_note": note(row["title_note"], short_names(row, french, arabic), row["notes"]),
    }
    return Entry(
        file="documents.json",
        model=Document,
        slug=slug,
        values=values,
        unofficial=unofficial(values, "title", "issuer", "summary", "provisions_note")
        | unofficial_parts(paragraphs, "provisions", "heading", "text"),
        may_be_public=row["confidence"] != "low",
    )


def related_events(pack: Pack, row: Row) -> list[str]:
    """Those the document names and those that name it, but for the one that adopted it."""
    named_by = {event["slug"] for event in pack.meetings if row["slug"] in event["documents"]}
    return sorted({*row["related_meetings"], *named_by} - {row["adopted_at"]})


def sources(row: Row) -> list[str]:
    """The address of the document itself first."""
    first = [row["source_url"]] if row["source_url"] else []
    return [*first, *(address for address in row["sources"] if address not in first)]


def short_names(row: Row, french: Row, arabic: Row) -> str | None:
    names = [
        short
        for short, full in ((row["title_fr"], french["title"]), (row["title_ar"], arabic["title"]))
        if short and short.replace("'", "’") != full
    ]
    return f"Short names: {'; '.join(names)}." if names else None
