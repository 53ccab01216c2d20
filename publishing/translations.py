"""Keeps `TranslationState` true as texts are edited."""

from typing import TYPE_CHECKING

from publishing.languages import all_languages, translated_fields

if TYPE_CHECKING:
    from publishing.models import Record

ORIGINAL_LANGUAGE = "en"


def follow_edits(record: "Record", before: "Record | None") -> None:
    """After a save: an edited original makes its translations out of date, an edited translation
    is up to date again."""
    if before is None:
        return
    states = None
    for field in translated_fields(type(record)):
        old, new = all_languages(before, field), all_languages(record, field)
        if old == new:
            continue
        if states is None:
            states = list(record.translation_states.all())
        for state in states:
            if state.field != field:
                continue
            if old[ORIGINAL_LANGUAGE] != new[ORIGINAL_LANGUAGE]:
                state.original_revision = record.revision
            if old[state.language] != new[state.language]:
                state.made_from = record.revision
            state.save(update_fields=["original_revision", "made_from"])


def mark_unofficial(record: "Record", field: str, language: str) -> None:
    """Say that the text is an unofficial translation of the original as it now stands."""
    record.translation_states.update_or_create(
        field=field,
        language=language,
        defaults={"status": "unofficial", "made_from": record.revision, "original_revision": record.revision},
    )


def status_of(record: "Record", field: str) -> dict[str, str]:
    """Language → status for the texts that are translations; reads prefetched rows."""
    return {
        state.language: state.status
        for state in record.translation_states.all()
        if state.field == field
    }
