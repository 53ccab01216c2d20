from record.agreement.findings import Findings
from record.names import unknown
from record.sources import Pack, Row


def notes(pack: Pack) -> Findings:
    for row in [*pack.membership_events, *pack.snapshots]:
        if row["note"] not in pack.notes:
            yield (
                "notes.json",
                row.get("state") or str(row["as_of"]),
                "note",
                f"Not translated: {row['note']!r}",
            )
    for document in pack.documents:
        note = document["outline_note"]
        if note and note not in pack.notes:
            yield "notes.json", document["slug"], "outline_note", f"Not translated: {note!r}"


def translations(pack: Pack) -> Findings:
    """Translations have the same rows as the originals, and lists of the same length."""
    originals: dict[str, tuple[dict[str, Row], tuple[str, ...]]] = {
        "events": ({row["slug"]: row for row in pack.meetings}, ("facts", "speakers")),
        "documents": ({row["slug"]: row for row in pack.documents}, ("summary_facts", "outline")),
        "chairs": ({str(row["order"]): row for row in pack.chairs}, ("facts", "people", "priorities")),
        "organisations": ({row["slug"]: row for row in pack.organisations}, ()),
    }
    for language, translation in pack.translations.items():
        file = f"{language}.json"
        for section, (rows, lists) in originals.items():
            translated = getattr(translation, section)
            for slug in unknown(rows, translated):
                yield file, slug, section, "The translation is missing."
            for slug in unknown(translated, rows):
                yield file, slug, section, "There is nothing that this translates."
            for slug in rows.keys() & translated.keys():
                for field in lists:
                    count, wanted = (len(row[slug].get(field) or []) for row in (translated, rows))
                    if count != wanted:
                        yield file, slug, field, f"It has {count} items; the original has {wanted}."
