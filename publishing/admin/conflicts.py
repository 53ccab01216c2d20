"""The second of two editors: told what the first has changed, left with everything they typed, and asked
wherever both have changed the same thing."""

from dataclasses import dataclass, field

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.admin import sides
from publishing.admin.contested import (
    CHOICE,
    THEIRS,
    Contested,
    digest_of,
    stored_in_words,
    stored_row_in_words,
    typed_in_words,
    typed_row_in_words,
    with_choices,
)
from publishing.admin.keys import number_in
from publishing.admin.sent import form_of, relation_of, rows_of, typed, write, write_row, write_rows
from publishing.history import State, differences, kept_many, values_of, version_at, versions_of

# Fields that are no text or fact.
NOT_COMPARED = {"opened_revision", "DELETE", "ORDER"}


@dataclass
class Conflict:
    """What was sent, merged with what was saved meanwhile, and words that tell both."""

    message: str
    # Who saved meanwhile, in words.
    person: str
    data: dict
    # All that was saved meanwhile; where the beginning is not known, all that differs from what was sent.
    differences: list
    # What both have changed; where it is not known what this editor began with, all that is not the same.
    choices: list[Contested] = field(default_factory=list)
    is_beginning_known: bool = True

    @property
    def contested(self):
        return {one.name for one in self.choices}

    @property
    def taken_over(self):
        """What was saved meanwhile and nobody has to choose about."""
        return [one for one in self.differences if not one.names & self.contested]


def conflict_of(model_admin, request, record):
    """None if the form was opened at the record's present revision. What was chosen on the page of an earlier
    conflict is put into `request.POST`."""
    opened = request.POST.get("opened_revision", "")
    is_current = opened == str(record.revision)
    base = None if is_current else version_at(record, number_in(opened, figures=9))
    if any(key.startswith(CHOICE) for key in request.POST):
        stood = sides.now(model_admin, request, record)
        if not is_current and base is not None:
            stood = sides.at(model_admin, request, record, base)
        request.POST = with_choices(model_admin, request, record, stood)
    if is_current:
        return None
    merge = Merge(model_admin, request, record, base)
    data = merge.data()
    before = State.of(base) if base else merge.typed()
    told = differences(before, State.now(record))
    person = person_of(record)
    return Conflict(told_of(person, record, base), person, data, told, merge.choices, base is not None)


def person_of(record):
    latest = versions_of(record).first()
    user = latest.revision.user if latest else None
    return (user.get_full_name() or user.get_username()) if user else _("Somebody")


def told_of(person, record, base):
    merged = _(
        "%(person)s saved this record at %(time)s, while you had it open. Nothing you typed is lost: "
        "it stands below, together with what was changed meanwhile. Look at the differences, then save again."
    )
    beside = _(
        "%(person)s saved this record at %(time)s, and the state you began with is no longer known. "
        "Nothing you typed is lost: it stands below. The list shows it beside what is saved now. "
        "Choose what should stand, then save again."
    )
    return (merged if base else beside) % {
        "person": person,
        "time": date_format(localtime(record.updated_at), "DATETIME_FORMAT"),
    }


class Merge:
    """Takes over what only the other editor has changed, field by field; what both changed stays as typed,
    and is asked about."""

    def __init__(self, model_admin, request, record, base):
        self.model_admin, self.request, self.record = model_admin, request, record
        self.posted = request.POST.copy()
        self.choices = []
        self.now = sides.now(model_admin, request, record)
        self.before = sides.at(model_admin, request, record, base) if base else None

    def data(self):
        self._merge_form(self.before and self.before.form, self.now.form)
        for formset_class, inline in self.model_admin.get_formsets_with_inlines(self.request, self.record):
            self._merge_rows(formset_class, inline)
        self.posted["opened_revision"] = str(self.record.revision)
        self.posted._mutable = False
        return self.posted

    def typed(self):
        """The record as what was sent would make it, as far as that can be read."""
        # An object of its own: the form writes what was typed into it.
        stored = type(self.record)._base_manager.get(pk=self.record.pk)
        form = form_of(self.model_admin, self.request, self.record)(self.posted, instance=stored)
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
            name = relation_of(prefix)
            state.parts = {key: values for key, values in state.parts.items() if key[0] != name}
            for row in formset.initial_forms:
                if not formset._should_delete_form(row):
                    state.parts[name, row.instance.pk] = values_of(row.instance)
        return state

    def _merge_form(self, before, now, *, prefix="", row=""):
        """`row` is the name by which a row is known to its choices; the record itself has none."""
        for name, box in now.fields.items():
            if name in NOT_COMPARED or (before and name not in before.fields):
                continue
            key = f"{prefix}-{name}" if prefix else name
            raw = typed(self.posted, box, key)
            is_now = now.get_initial_for_field(box, name)
            if before is not None:
                was = before.get_initial_for_field(box, name)
                if _same(box, was, is_now):
                    continue
                if not box.has_changed(was, raw):
                    write(self.posted, box, key, is_now)
                    continue
            if box.has_changed(is_now, raw) and not box.widget.is_hidden:
                self._ask(box, raw, is_now, name=name, row=row, form=now)

    def _ask(self, box, raw, is_now, *, name, row, form):
        label = str(box.label or name)
        if row:
            label = _("%(part)s “%(name)s”: %(field)s") % {
                "part": capfirst(str(form.instance._meta.verbose_name)),
                "name": form.instance,
                "field": label,
            }
        self.choices.append(
            Contested(
                name=f"{row}-{name}" if row else name,
                label=label,
                mine=typed_in_words(box, raw),
                theirs=stored_in_words(box, is_now),
                language=box.widget.attrs.get("lang", ""),
            )
        )

    def _merge_rows(self, formset_class, inline):
        prefix = formset_class.get_default_prefix()
        relation = relation_of(prefix)
        present = self.now.rows_of(relation)
        before = self.before.rows_of(relation) if self.before else {}
        kept, new = [], []
        for index, row in enumerate(rows_of(self.posted, prefix)):
            key = row.get("id", [""])[0]
            if not key:
                new.append(row)
            elif key in present:
                kept.append(row)
            elif "DELETE" not in row and self._is_mine(before.get(key), f"{prefix}-{index}"):
                # Removed by the other editor while this one worked on it: kept, as a new row.
                again = {**row, "id": [""]}
                new.append(again)
                self._ask_for_removed(formset_class, relation, key, again, f"{prefix}-{index}")
        self._add_new_of_others(formset_class, inline, relation, kept)
        write_rows(self.posted, prefix, kept, new)
        for index, row in enumerate(kept):
            self._merge_row(relation, row, f"{prefix}-{index}", before)

    def _is_mine(self, was, prefix):
        """Whether this editor has written into the row; where its beginning is not known, perhaps."""
        return was is None or any(
            field.has_changed(
                was.get_initial_for_field(field, name), typed(self.posted, field, f"{prefix}-{name}")
            )
            for name, field in was.fields.items()
        )

    def _ask_for_removed(self, formset_class, relation, key, row, prefix):
        form = formset_class.form(instance=formset_class.model())
        self.choices.append(
            Contested(
                name=f"{relation}-{key}",
                label=capfirst(str(formset_class.model._meta.verbose_name)),
                mine=typed_row_in_words(form, self.posted, prefix),
                theirs=_("(removed)"),
                value=f"{THEIRS}:{digest_of(row)}",
            )
        )

    def _add_new_of_others(self, formset_class, inline, relation, kept):
        """Rows that somebody else has added stand in the form, too."""
        known = {row["id"][0] for row in kept}
        before = self.before.rows_of(relation) if self.before else {}
        for key, form in self.now.rows_of(relation).items():
            if key in known or key in before:
                continue
            data = self.posted.copy()
            data.clear()
            write_row(data, form, "row")
            kept.append({name.removeprefix("row-"): data.getlist(name) for name in data})

    def _merge_row(self, relation, row, prefix, before):
        key = row["id"][0]
        now, was = self.now.rows_of(relation)[key], before.get(key)
        if "DELETE" not in row:
            if was is not None or self.before is None:
                self._merge_form(was, now, prefix=prefix, row=f"{relation}-{key}")
            return
        if was is None or self._is_same_row(was, now):
            return
        self.choices.append(
            Contested(
                name=f"{relation}-{key}",
                label=_("%(part)s “%(name)s”")
                % {"part": capfirst(str(now.instance._meta.verbose_name)), "name": now.instance},
                mine=_("(removed)"),
                theirs=stored_row_in_words(now),
            )
        )

    def _is_same_row(self, was, now):
        return all(
            _same(field, was.get_initial_for_field(field, name), now.get_initial_for_field(field, name))
            for name, field in now.fields.items()
            if name in was.fields
        )


def _same(field, one, other):
    return _plain(field, one) == _plain(field, other)


def _plain(field, value):
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(field.prepare_value(item)) for item in value or [])
    value = field.prepare_value(value)
    return "" if value in (None, [], {}) else value
