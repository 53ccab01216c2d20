"""What a form of the desk has sent, read and written as a browser sends it."""

from django import forms
from django.contrib.admin.utils import flatten_fieldsets

from publishing.admin.keys import number_in

MOST_ROWS = 1000


def form_of(model_admin, request, record):
    """The class of the form as this person sees it for the record."""
    fieldsets = model_admin.get_fieldsets(request, record)
    return model_admin.get_form(request, record, change=True, fields=flatten_fieldsets(fieldsets))


def relation_of(prefix):
    """Generic rows have the names of app, model and columns as their prefix."""
    return prefix if "-" not in prefix else "translation_states"


def with_plain_line_breaks(posted):
    """A browser sends each line break as two characters: what was only opened would count as changed."""
    plain = posted.copy()
    for name, values in posted.lists():
        if any("\r" in value for value in values):
            plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    plain._mutable = False
    return plain


def typed(data, field, key):
    return field.widget.value_from_datadict(data, {}, key)


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


def write_row(data, form, prefix):
    """Every field of the row as the form of what is stored has it."""
    for name, field in form.fields.items():
        write(data, field, f"{prefix}-{name}", form.get_initial_for_field(field, name))


def rows_of(data, prefix):
    """The rows of a formset as sent: field name → values."""
    total = number_in(data.get(f"{prefix}-TOTAL_FORMS", ""), figures=4)
    rows = [{} for _index in range(min(total, MOST_ROWS))]
    for key in data:
        name = key.removeprefix(f"{prefix}-")
        index, _dash, field = name.partition("-")
        place = number_in(index, figures=4, default=MOST_ROWS)
        if name != key and place < len(rows):
            rows[place][field] = data.getlist(key)
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
