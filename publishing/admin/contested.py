"""Where two editors have changed the same thing: both texts in words, and the choice between them."""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from publishing.admin.sent import relation_of, rows_of, typed, write, write_row, write_rows
from publishing.history import segments_of

CHOICE = "choose-"
THEIRS = "theirs"
# Fields of a row that are no text or fact of it.
NOT_SAID = {"DELETE", "ORDER"}


@dataclass
class Contested:
    """A field, or a whole row, as each of the two editors wants it."""

    # `title_en`; of a row `speakers-12-name_en`; the row as a whole `speakers-12`.
    name: str
    label: str
    mine: str
    theirs: str
    language: str = ""
    # What choosing theirs sends. A row that has no number any more is known by what it says.
    value: str = THEIRS

    @property
    def choice(self):
        return f"{CHOICE}{self.name}"

    @cached_property
    def mine_segments(self):
        return [one for one in segments_of(self.theirs, self.mine) if one[0] != "removed"]

    @cached_property
    def theirs_segments(self):
        return [one for one in segments_of(self.mine, self.theirs) if one[0] != "removed"]


def typed_in_words(field, raw):
    """As it is read; what cannot be understood, as it was typed."""
    try:
        value = field.clean(raw)
    except ValidationError:
        return " · ".join(filter(None, map(str, raw))) if isinstance(raw, list | tuple) else str(raw or "")
    return _in_words(field, value)


def stored_in_words(field, value):
    data = QueryDict(mutable=True)
    write(data, field, "value", value)
    return typed_in_words(field, typed(data, field, "value"))


def _in_words(field, value):
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(map(field.label_from_instance, value))
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value is not None else ""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.MultipleChoiceField):
        return " · ".join(_name_of_choice(field, item) for item in value)
    if isinstance(field, forms.ChoiceField):
        return _name_of_choice(field, value)
    if value in (None, "", [], {}):
        return ""
    if isinstance(field, ProseEditorFormField):
        return " ".join(strip_tags(value.replace("><", "> <")).split())
    shown = field.prepare_value(value)
    return " · ".join(shown.splitlines()) if isinstance(shown, str) else str(shown)


def _name_of_choice(field, value):
    if value in (None, ""):
        return ""
    for key, label in field.choices:
        # A group of choices has a list in the place of a label.
        for one, name in label if isinstance(label, list | tuple) else [(key, label)]:
            if str(one) == str(value):
                return str(name)
    return str(value)


def typed_row_in_words(form, data, prefix):
    """A whole row as it was typed, on one line."""
    words = [typed_in_words(field, typed(data, field, f"{prefix}-{name}")) for name, field in _said(form)]
    return " · ".join(filter(None, words))


def stored_row_in_words(form):
    words = [stored_in_words(field, form.get_initial_for_field(field, name)) for name, field in _said(form)]
    return " · ".join(filter(None, words))


def _said(form):
    return [
        (name, field)
        for name, field in form.fields.items()
        if name not in NOT_SAID and not field.widget.is_hidden
    ]


def digest_of(row):
    """Tells a row that has no number from others, until somebody edits it."""
    said = {name: values for name, values in sorted(row.items()) if any(values)}
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def with_choices(model_admin, request, record, stood):
    """What was sent, once “theirs” has been put in wherever it was chosen.

    `stood` is the side that was shown where the choice was made.
    """
    data = request.POST.copy()
    theirs = {}
    for key in [key for key in data if key.startswith(CHOICE)]:
        if data[key].startswith(THEIRS):
            theirs[key.removeprefix(CHOICE)] = data[key]
        del data[key]
    for name in theirs.keys() & stood.form.fields.keys():
        field = stood.form.fields[name]
        write(data, field, name, stood.form.get_initial_for_field(field, name))
    for formset_class, _inline in model_admin.get_formsets_with_inlines(request, record):
        prefix = formset_class.get_default_prefix()
        relation = relation_of(prefix)
        _choose_rows(data, prefix, relation, stood.rows_of(relation), theirs)
    data._mutable = False
    return data


def _choose_rows(data, prefix, relation, forms_of_rows, theirs):
    for index, row in enumerate(rows_of(data, prefix)):
        key = row.get("id", [""])[0]
        form = forms_of_rows.get(key)
        if form is None:
            continue
        at = f"{prefix}-{index}"
        if f"{relation}-{key}" in theirs:
            # Not removed after all.
            data.pop(f"{at}-DELETE", None)
            write_row(data, form, at)
        for name, field in form.fields.items():
            if f"{relation}-{key}-{name}" in theirs:
                write(data, field, f"{at}-{name}", form.get_initial_for_field(field, name))
    removed = {
        value.removeprefix(f"{THEIRS}:") for name, value in theirs.items() if name.startswith(f"{relation}-")
    }
    rows = rows_of(data, prefix)
    left = [row for row in rows if row.get("id", [""])[0] or digest_of(row) not in removed]
    if len(left) < len(rows):
        kept = [row for row in left if row.get("id", [""])[0]]
        write_rows(data, prefix, kept, [row for row in left if not row.get("id", [""])[0]])
