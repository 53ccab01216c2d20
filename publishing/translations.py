"""Keeps `TranslationState` true as texts are edited."""

from typing import TYPE_CHECKING

from publishing.languages import all_languages, translated_fields

if TYPE_CHECKING:
    from publishing.changes import Batch
    from publishing.models import Part, Record

Texts = dict[str, dict[str, str | None]]

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


def texts_of(part: "Part") -> Texts:
    """Its texts as they are stored: field → language → text. Nothing of a part that is new."""
    fields = translated_fields(type(part))
    row = type(part)._base_manager.filter(pk=part.pk).first() if fields and part.pk else None
    return {field: all_languages(row, field) for field in fields} if row else {}


def follow_part_edits(part: "Part", before: Texts, batch: "Batch") -> None:
    """After a save of a part: the texts of all parts of one kind stand under the name of the relation,
    and one of them that lags behind its original makes the translation out of date."""
    edited = {code for code, _texts in _by_language(before) ^ _by_language(texts_of(part))}
    if not edited:
        return
    for record in part.parent_records():
        names = [
            relation.get_accessor_name()
            for relation in type(record)._meta.related_objects
            if relation.related_model is type(part)
        ]
        states = record.translation_states.filter(field__in=names)
        revision = batch.revision_to_be(record) if states else 0
        for state in states:
            # Another part may have been left behind in this very revision.
            others_lag = state.made_from < state.original_revision == revision
            if ORIGINAL_LANGUAGE in edited:
                state.original_revision = revision
                state.made_from = min(state.made_from, revision - 1)
            if state.language in edited and not others_lag:
                state.made_from = revision
            state.save(update_fields=["original_revision", "made_from"])


def _by_language(texts: Texts) -> set[tuple[str, tuple[str | None, ...]]]:
    languages = {code: None for field in texts.values() for code, text in field.items() if text}
    return {(code, tuple(field[code] for field in texts.values())) for code in languages}


def mark_unofficial(record: "Record", field: str, language: str) -> None:
    """Say that the text is an unofficial translation of the original as it now stands."""
    record.translation_states.update_or_create(
        field=field,
        language=language,
        defaults={"status": "unofficial", "made_from": record.revision, "original_revision": record.revision},
    )


def status_of(record: "Record", field: str) -> dict[str, str]:
    """Language → status for the texts that are translations; reads prefetched rows."""
    return {state.language: state.status for state in record.translation_states.all() if state.field == field}
