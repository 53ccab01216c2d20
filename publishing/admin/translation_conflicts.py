"""Somebody saved the record while a translator had it open.

What only one side changed is taken together; what both changed is chosen; and an original that is another now
is shown before its translation is called confirmed.
"""

from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from publishing.admin.conflicts import Conflict, person_of, told_of
from publishing.admin.contested import CHOICE, THEIRS, Contested, stored_in_words, typed_in_words
from publishing.admin.keys import key_of, number_in
from publishing.admin.sent import typed, write
from publishing.admin.translation_sheet import TICK, TranslationSheet, value_in
from publishing.forms import label_in_language
from publishing.history import Difference, Names, State, label_in_part, value_in_words, version_at
from publishing.languages import translated_fields
from publishing.texts import parts_with_texts


def with_choices_made(model_admin, request, record, language):
    """What was sent, once the other text has been put in wherever it was chosen on the page of a conflict."""
    data = request.POST.copy()
    chosen = [name for name in data if name.startswith(CHOICE)]
    taken = {name.removeprefix(CHOICE) for name in chosen if data[name] == THEIRS}
    for name in chosen:
        del data[name]
    for piece in _pieces(model_admin, request, record, language) if taken else ():
        if piece.key in taken:
            write(data, piece.box.field, piece.key, getattr(piece.row, piece.column))
    data._mutable = False
    return data


def changed_originals(model_admin, request, record, language):
    """Text → the revision that was open, for those whose original has been changed since."""
    base = _base(request, record)
    if base is None:
        return {}
    state = State.of(base)
    return {
        piece.relation or piece.name: base.field_dict["revision"]
        for piece in _pieces(model_admin, request, record, language)
        if _original_differs(piece, state)
    }


def conflict_in(model_admin, request, record, language):
    """None if nothing that stands in the form was changed while it was open. The merged form is in `data`."""
    if request.POST.get("opened_revision", "") == str(record.revision):
        return None
    base = _base(request, record)
    state = State.of(base) if base else None
    data = request.POST.copy()
    choices, told = [], []
    for piece in _pieces(model_admin, request, record, language):
        if piece.key not in data:
            continue
        contested = _merge(piece, data, state)
        if contested is not None:
            choices.append(contested)
        if state is not None and _original_differs(piece, state) and _is_touched(piece, data, state):
            told.append(_difference(piece, state))
    told.extend(_typed_for_removed(record, language, data, state))
    data["opened_revision"] = str(record.revision)
    data._mutable = False
    person = person_of(record)
    return Conflict(told_of(person, record, base), person, data, told, choices, base is not None)


def _base(request, record):
    opened = request.POST.get("opened_revision", "")
    return None if opened == str(record.revision) else version_at(record, number_in(opened, figures=9))


def _pieces(model_admin, request, record, language):
    number = number_in(request.POST.get("page", ""), figures=5)
    sheet = TranslationSheet(model_admin, request, record, language, page=number, sent=request.POST)
    return sheet.pieces


def _merge(piece, data, state):
    field, now = piece.box.field, getattr(piece.row, piece.column)
    raw = typed(data, field, piece.key)
    if state is not None:
        was = value_in(state, piece, piece.column)
        if (was or "") == (now or ""):
            return None
        if not field.has_changed(was, raw):
            write(data, field, piece.key, now)
            return None
    if not field.has_changed(now, raw):
        return None
    return Contested(
        name=piece.key,
        label=str(field.label),
        mine=typed_in_words(field, raw),
        theirs=stored_in_words(field, now),
        language=piece.language,
    )


def _typed_for_removed(record, language, data, state):
    """Somebody has removed the part meanwhile: there is nothing left to write it to, so it is shown here."""
    for relation in parts_with_texts(type(record)):
        part = relation.related_model
        there = set(getattr(record, relation.name).values_list("pk", flat=True))
        columns = {build_localized_fieldname(name, language) for name in translated_fields(part)}
        for key in data:
            name, _dash, rest = key.partition("-")
            pk, _dash, column = rest.partition("-")
            is_removed = name == relation.name and pk.isdecimal() and key_of(pk) not in there
            if not is_removed or column not in columns:
                continue
            values = state.parts.get((name, key_of(pk)), {}) if state else {}
            if data[key].split() == (values.get(column) or "").split():
                continue
            field = part._meta.get_field(column)
            label = label_in_language(field)
            if values:
                label = label_in_part(relation, values, set(), Names(), label)
            typed_words = value_in_words(field, data[key])
            yield Difference(label, before=typed_words, after=_("(removed)"), name=key, language=language)


def _original_column(piece):
    return piece.column[: -len(piece.language)] + piece.original.language


def _original_differs(piece, state):
    if piece.original is None:
        return False
    return (value_in(state, piece, _original_column(piece)) or "") != piece.original.value


def _is_touched(piece, data, state):
    """Written, or confirmed, against the original that was there before."""
    was = value_in(state, piece, piece.column)
    is_written = piece.box.field.has_changed(was, typed(data, piece.box.field, piece.key))
    return is_written or f"{TICK}-{piece.relation or piece.name}" in data


def _difference(piece, state):
    was = value_in(state, piece, _original_column(piece))
    return Difference(
        label=f"{piece.label} ({piece.original_language})",
        before=piece.in_words(was),
        after=piece.in_words(piece.original.value),
        name=_original_column(piece),
        language=piece.original.language,
    )
