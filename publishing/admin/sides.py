"""A record with its rows as the forms of the desk show them: as it is now, or as it stood in one version."""

from dataclasses import dataclass
from typing import Any

from publishing.admin.sent import form_of, relation_of
from publishing.history import State


@dataclass
class Side:
    form: Any
    # Relation → number of the row, as text → form of the row.
    rows: dict

    def rows_of(self, relation):
        return self.rows.get(relation, {})


def now(model_admin, request, record):
    rows = {}
    for formset_class, inline in model_admin.get_formsets_with_inlines(request, record):
        prefix = formset_class.get_default_prefix()
        formset = formset_class(instance=record, prefix=prefix, queryset=inline.get_queryset(request))
        rows[relation_of(prefix)] = {str(form.instance.pk): form for form in formset.initial_forms}
    return Side(form_of(model_admin, request, record)(instance=record), rows)


def at(model_admin, request, record, version):
    state = State.of(version)
    form = form_of(model_admin, request, record)(instance=_row(version._model, version.field_dict))
    form.initial.update(_many(version))
    rows = {}
    for formset_class, _inline in model_admin.get_formsets_with_inlines(request, record):
        relation = relation_of(formset_class.get_default_prefix())
        rows[relation] = {
            str(pk): formset_class.form(instance=_row(formset_class.model, values))
            for (name, pk), values in state.parts.items()
            if name == relation
        }
    return Side(form, rows)


def _row(model, values):
    columns = {column.attname for column in model._meta.concrete_fields}
    row = model(**{name: value for name, value in values.items() if name in columns})
    row._state.adding = False
    return row


def _many(version):
    names = [column.attname for column in version._model._meta.many_to_many]
    return {name: list(version.field_dict[name]) for name in names if name in version.field_dict}
