"""The second of two editors: told what the first has changed, and left with everything they typed."""

from dataclasses import dataclass

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.history import State, differences, kept_many, values_of, version_at, versions_of


@dataclass
class Conflict:
    """What was sent, merged with what was saved meanwhile, and words that tell both."""

    message: str
    data: dict
    differences: list
    # Names of the texts and facts that both have changed; where it is not known what this editor
    # began with, of all that are not the same.
    contested: set
    is_beginning_known: bool = True


def conflict_of(model_admin, request, record):
    """None if the form was opened at the record's present revision."""
    opened = request.POST.get("opened_revision", "")
    if opened == str(record.revision):
        return None
    base = version_at(record, int(opened)) if opened.isdecimal() and len(opened) < 10 else None
    merge = Merge(model_admin, request, record, base)
    data = merge.data()
    before = State.of(base) if base else merge.typed()
    told = differences(before, State.now(record))
    return Conflict(_who_saved(record, base), data, told, merge.contested, base is not None)


def _who_saved(record, base):
    latest = versions_of(record).first()
    user = latest.revision.user if latest else None
    merged = _(
        "%(person)s saved this record at %(time)s, while you had it open. Nothing you typed is lost: "
        "it stands below, together with what was changed meanwhile. Look at the differences, then save again."
    )
    beside = _(
        "%(person)s saved this record at %(time)s, and the state you began with is no longer known. "
        "Nothing you typed is lost: it stands below. The list shows it beside what is saved now. "
        "Put back below what should stay as it is saved, then save again."
    )
    return (merged if base else beside) % {
        "person": (user.get_full_name() or user.get_username()) if user else _("Somebody"),
        "time": date_format(localtime(record.updated_at), "DATETIME_FORMAT"),
    }


class Merge:
    """Takes over what only the other editor has changed, field by field; what both changed stays as typed."""

    def __init__(self, model_admin, request, record, base):
        self.model_admin, self.request, self.record, self.base = model_admin, request, record, base
        self.posted = request.POST.copy()
        self.contested = set()

    def data(self):
        forms_of = list(self.model_admin.get_formsets_with_inlines(self.request, self.record))
        fields = _form_fields(self.model_admin, self.request, self.record)
        if self.base is None:
            self._contest(fields(instance=self.record))
        else:
            before = fields(instance=_instance(self.base))
            before.initial.update(_many(self.base))
            self._merge_form(before, fields(instance=self.record), prefix="")
        rows_before = State.of(self.base).parts if self.base else {}
        for formset_class, inline in forms_of:
            self._merge_rows(formset_class, inline, rows_before)
        self.posted["opened_revision"] = str(self.record.revision)
        self.posted._mutable = False
        return self.posted

    def typed(self):
        """The record as what was sent would make it, as far as that can be read."""
        fields = _form_fields(self.model_admin, self.request, self.record)
        # An object of its own: the form writes what was typed into it.
        form = fields(self.posted, instance=type(self.record)._base_manager.get(pk=self.record.pk))
        form.is_valid()
        state = State.now(form.instance)
        for column in kept_many(type(self.record)):
            if column.name in form.cleaned_data:
                state.values[column.attname] = sorted(row.pk for row in form.cleaned_data[column.name])
        for formset_class, inline in self.model_admin.get_formsets_with_inlines(self.request, self.record):
            prefix = formset_class.get_default_prefix()
            formset = formset_class(
                self.posted, instance=self.record, prefix=prefix, queryset=inline.get_queryset(self.request)
            )
            formset.is_valid()
            name = _accessor(prefix)
            state.parts = {key: values for key, values in state.parts.items() if key[0] != name}
            for row in formset.initial_forms:
                if not formset._should_delete_form(row):
                    state.parts[name, row.instance.pk] = values_of(row.instance)
        return state

    def _contest(self, now):
        """Who has changed what is not known: everything that differs stays as typed, and is told."""
        for name, field in now.fields.items():
            typed = field.widget.value_from_datadict(self.posted, {}, name)
            if name != "opened_revision" and field.has_changed(now.get_initial_for_field(field, name), typed):
                self.contested.add(name)

    def _merge_form(self, before, now, *, prefix):
        for name, field in now.fields.items():
            if name == "opened_revision" or name not in before.fields:
                continue
            key = f"{prefix}-{name}" if prefix else name
            typed = field.widget.value_from_datadict(self.posted, {}, key)
            was, is_now = before.get_initial_for_field(field, name), now.get_initial_for_field(field, name)
            if _same(field, was, is_now):
                continue
            if not field.has_changed(was, typed):
                write(self.posted, field, key, is_now)
            elif field.has_changed(is_now, typed) and not prefix:
                self.contested.add(name)

    def _merge_rows(self, formset_class, inline, rows_before):
        prefix = formset_class.get_default_prefix()
        formset = formset_class(
            instance=self.record, prefix=prefix, queryset=inline.get_queryset(self.request)
        )
        present = {str(form.instance.pk): form for form in formset.initial_forms}
        before = {
            str(pk): values for (_name, pk), values in rows_before.items() if _name == _accessor(prefix)
        }
        kept, new = [], []
        for index, row in enumerate(rows_of(self.posted, prefix)):
            key = row.get("id", [""])[0]
            if not key:
                new.append(row)
            elif key in present:
                kept.append(row)
            elif key not in before or self._is_edited(formset, before[key], f"{prefix}-{index}"):
                # Removed by the other editor while this one worked on it: kept, as a new row.
                new.append({**row, "id": [""]})
        write_rows(self.posted, prefix, kept, new)
        for index, row in enumerate(kept):
            now = present[row["id"][0]]
            values = before.get(row["id"][0])
            if values is not None:
                was = type(now)(instance=_row(type(now.instance), values))
                self._merge_form(was, now, prefix=f"{prefix}-{index}")

    def _is_edited(self, formset, values, prefix):
        was = formset.form(instance=_row(formset.model, values))
        return any(
            field.has_changed(
                was.get_initial_for_field(field, name),
                field.widget.value_from_datadict(self.posted, {}, f"{prefix}-{name}"),
            )
            for name, field in was.fields.items()
        )


def _accessor(prefix):
    """Generic rows have the names of app, model and columns as their prefix."""
    return prefix if "-" not in prefix else "translation_states"


def _form_fields(model_admin, request, record):
    fieldsets = model_admin.get_fieldsets(request, record)
    return model_admin.get_form(request, record, change=True, fields=flatten_fieldsets(fieldsets))


def _instance(version):
    return _row(version._model, version.field_dict)


def _row(model, values):
    columns = {column.attname for column in model._meta.concrete_fields}
    row = model(**{name: value for name, value in values.items() if name in columns})
    row._state.adding = False
    return row


def _many(version):
    names = [column.attname for column in version._model._meta.many_to_many]
    return {name: list(version.field_dict[name]) for name in names if name in version.field_dict}


def _same(field, one, other):
    return _plain(field, one) == _plain(field, other)


def _plain(field, value):
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(field.prepare_value(item)) for item in value or [])
    value = field.prepare_value(value)
    return "" if value in (None, [], {}) else value


def write(data, field, key, value):
    """The value as a browser would send it."""
    widget = field.widget
    value = field.prepare_value(value)
    if isinstance(widget, forms.CheckboxInput):
        data.pop(key, None)
        if value:
            data[key] = "on"
    elif isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(value)
        for suffix, part, box in zip(widget.widgets_names, parts, widget.widgets, strict=True):
            data[f"{key}{suffix}"] = box.format_value(part) or ""
    elif isinstance(value, list | tuple):
        data.setlist(key, [str(item) for item in value])
    else:
        shown = widget.format_value(value)
        data.setlist(key, shown if isinstance(shown, list) else ["" if shown is None else str(shown)])


def rows_of(data, prefix):
    """The rows of a formset as sent: field name → values."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    rows = [{} for _index in range(min(int(total) if total.isdecimal() else 0, 1000))]
    for key in data:
        name = key.removeprefix(f"{prefix}-")
        index, _dash, field = name.partition("-")
        if name != key and index.isdecimal() and int(index) < len(rows):
            rows[int(index)][field] = data.getlist(key)
    return rows


def write_rows(data, prefix, kept, new):
    """Rows that exist, then new ones, numbered anew."""
    for key in [key for key in data if key.startswith(f"{prefix}-") and key[len(prefix) + 1].isdecimal()]:
        del data[key]
    rows = [*kept, *new]
    for index, row in enumerate(rows):
        for field, values in row.items():
            data.setlist(f"{prefix}-{index}-{field}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))


def data_of_deleted(model_admin, request):
    """What was sent for a record that is no more, as the form of a new one would send it."""
    data = request.POST.copy()
    for formset_class, _inline in model_admin.get_formsets_with_inlines(request, None):
        prefix = formset_class.get_default_prefix()
        rows = [{**row, "id": [""]} for row in rows_of(data, prefix) if "DELETE" not in row]
        for row in rows:
            for name in [
                name for name in row if name == getattr(getattr(formset_class, "fk", None), "name", "")
            ]:
                row[name] = [""]
        write_rows(data, prefix, [], rows)
    data["opened_revision"] = ""
    data._mutable = False
    return data
