"""Keeps `TranslationState` true as texts are edited."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modeltranslation.utils import build_localized_fieldname

from publishing.languages import all_languages, translated_fields

if TYPE_CHECKING:
    from publishing.changes import Batch
    from publishing.models import Part, Record

Texts = dict[str, dict[str, str | None]]

ORIGINAL_LANGUAGE = "en"


def follow_edits(record: "Record", before: "Record | None") -> None:
    """After a save: an edited original makes its translations out of date, an edited translation
    is up to date again.

    A translation of which nothing was known is known from then on to be older than its original.
    """
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
        if old[ORIGINAL_LANGUAGE] and old[ORIGINAL_LANGUAGE] != new[ORIGINAL_LANGUAGE]:
            known = {state.language for state in states if state.field == field}
            left = {code for code, text in new.items() if text and text == old[code]}
            _leave_behind(record, field, left - known, record.revision)


def _leave_behind(record: "Record", field: str, languages: Iterable[str], revision: int) -> None:
    """As good as it was, and older than its original."""
    for language in sorted(languages):
        record.translation_states.create(
            field=field,
            language=language,
            status="confirmed",
            made_from=revision - 1,
            original_revision=revision,
        )


def texts_of(part: "Part") -> Texts:
    """Its texts as they are stored: field → language → text. Nothing of a part that is new."""
    fields = translated_fields(type(part))
    row = type(part)._base_manager.filter(pk=part.pk).first() if fields and part.pk else None
    return {field: all_languages(row, field) for field in fields} if row else {}


def follow_part_edits(part: "Part", before: Texts, batch: "Batch") -> None:
    """After a save of a part: the texts of all parts of one kind stand under the name of the relation,
    and one of them that lags behind its original makes the translation out of date."""
    after = texts_of(part)
    edited = {code for code, _texts in _by_language(before) ^ _by_language(after)}
    if not edited:
        return
    was_there = any(texts[ORIGINAL_LANGUAGE] for texts in before.values())
    left = {code for texts in after.values() for code, text in texts.items() if text} - edited
    for record in part.parent_records():
        names = [
            str(relation.get_accessor_name())
            for relation in type(record)._meta.related_objects
            if relation.related_model is type(part)
        ]
        states = list(record.translation_states.filter(field__in=names))
        revision = batch.revision_to_be(record)
        for state in states:
            # Another part may have been left behind in this very revision.
            others_lag = state.made_from < state.original_revision == revision
            if ORIGINAL_LANGUAGE in edited:
                state.original_revision = revision
                state.made_from = min(state.made_from, revision - 1)
            if state.language in edited and not others_lag:
                state.made_from = revision
            state.save(update_fields=["original_revision", "made_from"])
        if was_there and ORIGINAL_LANGUAGE in edited:
            for name in names:
                known = {state.language for state in states if state.field == name}
                _leave_behind(record, name, left - known, revision)


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


def note_translation(
    record: "Record", field: str, language: str, *, is_confirmed: bool, made_from: int | None = None
) -> None:
    """Somebody has written the text, or read it against its original. After the save of the record.

    `made_from` where the original at hand was not the present one. The texts of all parts of one kind stand
    together: unless they are confirmed, one that was written leaves the others as old as they were.
    """
    state = record.translation_states.filter(field=field, language=language).first()
    if state is None:
        state = record.translation_states.model(
            record=record,
            field=field,
            language=language,
            made_from=record.revision,
            original_revision=record.revision,
        )
    state.status = "confirmed" if is_confirmed else "unofficial"
    if made_from is not None:
        state.made_from = min(state.made_from, made_from)
    elif is_confirmed:
        state.made_from = state.original_revision
    state.save()


def forget_translation(record: "Record", field: str, language: str) -> None:
    """There is no text any more that could be relied on."""
    if not getattr(record, build_localized_fieldname(field, language)):
        record.translation_states.filter(field=field, language=language).delete()


def status_of(record: "Record", field: str) -> dict[str, str]:
    """Language → status for the texts that are translations; reads prefetched rows."""
    return {state.language: state.status for state in record.translation_states.all() if state.field == field}
