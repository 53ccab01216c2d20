"""The form of a translator: every text of a record and of its parts beside its original, in one language."""

from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import modelform_factory
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from publishing.admin.sent import write
from publishing.forms import DeskForm
from publishing.history import State, segments_of, value_in_words, version_at
from publishing.languages import Text, direction, name_of_language, translated_fields
from publishing.models import TranslationState
from publishing.richtext import RichTextField
from publishing.texts import TextIn, labels_of_texts, original_of, parts_with_texts, texts_in
from publishing.translations import forget_translation, note_translation

# Parts beyond these stand on further pages of the form.
PARTS_ON_A_PAGE = 40
WIDTH_OF_A_LINE = 50
TICK = "confirmed"
# Which ticks the page has shown, and how: `confirmed-title:1`.
SHOWN = "shown"


class OneParagraph(forms.Textarea):
    """Long titles are seen whole; what is stored is one line."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if value else value


class TranslatedForm(DeskForm):
    """The texts of one record or part in one language: no other column can be written by it."""

    def _update_errors(self, errors):
        """What is wrong in another column is not for a translator to mend."""
        if hasattr(errors, "error_dict"):
            shown = {name: found for name, found in errors.error_dict.items() if name in self.fields}
            others = errors.error_dict.get(NON_FIELD_ERRORS)
            errors = ValidationError(shown | ({NON_FIELD_ERRORS: others} if others else {}))
        super()._update_errors(errors)


@dataclass
class Piece:
    """One text: its original, the box to write it into, and what was changed in the original since."""

    row: models.Model
    name: str
    # The relation of its part; empty for the record's own.
    relation: str
    language: str
    original: Text | None
    form: forms.ModelForm
    before: Text | None = None

    @property
    def column(self):
        return build_localized_fieldname(self.name, self.language)

    @property
    def key(self):
        """The name of the box in what a browser sends."""
        return self.form.add_prefix(self.column)

    @property
    def box(self):
        return self.form[self.column]

    @property
    def label(self):
        return capfirst(str(self.row._meta.get_field(self.name).verbose_name))

    @property
    def is_rich(self):
        return isinstance(self.row._meta.get_field(self.name), RichTextField)

    @property
    def original_language(self):
        return name_of_language(self.original.language)

    def in_words(self, value):
        return value_in_words(self.row._meta.get_field(self.name), value)

    @cached_property
    def changes(self):
        """The words of the original: kept, removed and added since the translation was made; or nothing."""
        if self.before is None or self.original is None or self.before.value == self.original.value:
            return []
        return segments_of(self.in_words(self.before.value), self.in_words(self.original.value))


@dataclass
class Group:
    """A text of the record, or those of its parts of one kind, which are confirmed together."""

    name: str
    label: str
    text: TextIn | None
    pieces: list[Piece] = field(default_factory=list)
    tick: forms.BoundField | None = None
    changed_at: object = None

    @property
    def is_of_parts(self):
        return bool(self.pieces and self.pieces[0].relation)

    @property
    def shown(self):
        return f"{self.tick.name}:{int(self.is_confirmed)}"

    @property
    def is_confirmed(self):
        state = self.text and self.text.standing
        return bool(state) and state.status == TranslationState.Status.CONFIRMED and not state.is_out_of_date

    @property
    def rows(self):
        """Part by part: its name and its texts."""
        found = {}
        for piece in self.pieces:
            found.setdefault(piece.row.pk, (piece.row, []))[1].append(piece)
        return list(found.values())


class TranslationSheet:
    """`data` is what was sent; without it the form shows what is stored. `sent` says which parts that were,
    where they are looked at as they are stored."""

    def __init__(self, model_admin, request, record, language, data=None, page=1, sent=None):
        self.model_admin, self.request = model_admin, request
        self.record, self.language = record, language
        # What was not sent stays as it is stored.
        self.data = None if data is None else data.copy()
        self.sent = data if sent is None else sent
        self.labels = labels_of_texts(type(record))
        self.texts = {text.name: text for text in texts_in(record, language)}
        self.parts = self._parts()
        self.page_count = max(1, -(-len(self.parts) // PARTS_ON_A_PAGE))
        self.page = min(max(page, 1), self.page_count)
        self.forms = []
        self.groups = self._groups()
        self.ticks = self._ticks()

    # What stands in it

    def _parts(self):
        """Relation and row of every part that has something to translate, in their order."""
        return [
            (relation.name, row)
            for relation in parts_with_texts(type(self.record))
            for row in getattr(self.record, relation.name).all()
            if self._fields_of(row)
        ]

    def _parts_here(self):
        """On the page; or those that were sent, wherever they stand since others came or went before them."""
        if self.sent is None:
            start = (self.page - 1) * PARTS_ON_A_PAGE
            return self.parts[start : start + PARTS_ON_A_PAGE]
        sent = {name.rpartition("-")[0] for name in self.sent}
        return [(relation, row) for relation, row in self.parts if f"{relation}-{row.pk}" in sent]

    def _fields_of(self, row):
        return [
            name
            for name in translated_fields(type(row))
            if original_of(row, name, self.language)
            or getattr(row, build_localized_fieldname(name, self.language))
        ]

    def _groups(self):
        groups = {}
        rows = [("", self.record)] if self.page == 1 else []
        for relation, row in [*rows, *self._parts_here()]:
            for piece in self._pieces(relation, row):
                name = relation or piece.name
                if name not in groups:
                    groups[name] = self._group(name)
                piece.before = self._before(piece, groups[name])
                groups[name].pieces.append(piece)
        return list(groups.values())

    def _group(self, name):
        group = Group(name, self.labels[name], self.texts.get(name))
        if group.text is not None and group.text.is_out_of_date:
            version = self._version(group.text.standing.original_revision)
            group.changed_at = version and localtime(version.revision.date_created)
        return group

    def _pieces(self, relation, row):
        names = self._fields_of(row)
        form = self._form_of(row, names, prefix=f"{relation}-{row.pk}" if relation else None)
        if names:
            self.forms.append(form)
        return [
            Piece(row, name, relation, self.language, original_of(row, name, self.language), form)
            for name in names
        ]

    def _form_of(self, row, names, *, prefix):
        form = modelform_factory(
            type(row),
            form=TranslatedForm,
            fields=[build_localized_fieldname(name, self.language) for name in names],
            formfield_callback=self._formfield,
        )(self.data, instance=row, prefix=prefix)
        for name in names:
            original = original_of(row, name, self.language)
            text = original.value if original else ""
            lines = sum(1 + len(line) // WIDTH_OF_A_LINE for line in text.splitlines())
            column = build_localized_fieldname(name, self.language)
            form.fields[column].widget.attrs["rows"] = max(2, lines)
            if self.data is not None and form.add_prefix(column) not in self.data:
                write(self.data, form.fields[column], form.add_prefix(column), getattr(row, column))
        return form

    def _formfield(self, column, **options):
        if isinstance(column, models.CharField):
            return column.formfield(widget=OneParagraph, **options)
        return self.model_admin.formfield_for_dbfield(column, self.request, **options)

    def _ticks(self):
        """One for each text; for those of parts where the last of them stands."""
        last = {relation: row.pk for relation, row in self.parts}
        fields, initial = {}, {}
        for group in self.groups:
            piece = group.pieces[-1]
            is_last = not piece.relation or last[piece.relation] == piece.row.pk
            if group.text is None or not is_last:
                continue
            told = _("Confirmed: I have read it against the original.")
            if group.is_of_parts:
                told = _("Confirmed: I have read all of these against their originals.")
            fields[f"{TICK}-{group.name}"] = forms.BooleanField(required=False, label=told)
            initial[f"{TICK}-{group.name}"] = group.is_confirmed
        self._leave_untouched(initial)
        ticks = type("TicksForm", (forms.Form,), fields)(self.data, initial=initial)
        for group in self.groups:
            if f"{TICK}-{group.name}" in initial:
                group.tick = ticks[f"{TICK}-{group.name}"]
        return ticks

    def _leave_untouched(self, stored):
        """A tick that is as it was shown says nothing: somebody else may have confirmed the text, or edited
        it, meanwhile."""
        if self.data is None:
            return
        shown = {name: state == "1" for name, _colon, state in map(_split, self.data.getlist(SHOWN))}
        for name, is_confirmed in stored.items():
            if shown.get(name, name in self.data) == (name in self.data):
                self.data.pop(name, None)
                if is_confirmed:
                    self.data[name] = "on"

    # What was changed in the original

    @cached_property
    def _versions(self):
        return {}

    def _version(self, revision):
        if revision not in self._versions:
            self._versions[revision] = version_at(self.record, revision)
        return self._versions[revision]

    @cached_property
    def _states(self):
        return {}

    def _before(self, piece, group):
        """The original as it stood when the translation was made."""
        if group.text is None or not group.text.is_out_of_date or piece.original is None:
            return None
        revision = group.text.standing.made_from
        if revision not in self._states:
            version = self._version(revision)
            self._states[revision] = State.of(version) if version else None
        state = self._states[revision]
        if state is None:
            return None
        column = build_localized_fieldname(piece.name, piece.original.language)
        return Text(value_in(state, piece, column) or "", piece.original.language, is_fallback=False)

    # What is done with it

    @property
    def pieces(self):
        return [piece for group in self.groups for piece in group.pieces]

    @property
    def media(self):
        return sum((form.media for form in self.forms), forms.Media())

    @property
    def direction(self):
        return direction(self.language)

    @property
    def errors(self):
        return [errors for form in [*self.forms, self.ticks] for errors in form.errors.values()]

    def is_valid(self):
        # Each is asked, so that everything that is wrong is told at once.
        invalid = [form for form in [*self.forms, self.ticks] if not form.is_valid()]
        return not invalid and not self._confirms_nothing()

    def _confirms_nothing(self):
        found = [
            group
            for group in self.groups
            if group.tick is not None
            and self.ticks.cleaned_data[group.tick.name]
            and not any(piece.form.cleaned_data.get(piece.column) for piece in group.pieces)
        ]
        for group in found:
            self.ticks.add_error(
                group.tick.name, _("There is nothing to confirm yet: write the text, or take the tick away.")
            )
        return bool(found)

    def has_changed(self):
        return any(form.has_changed() for form in [*self.forms, self.ticks])

    def save(self, made_from):
        """Only columns of this language. `made_from`: text → the revision of the original that was at hand,
        where that was not the present one. Returns the names of the texts that were written or confirmed."""
        own = [form for form in self.forms if form.instance is self.record]
        columns = [column for form in own for column in form.changed_data]
        self.record.save(update_fields=columns)
        for form in self.forms:
            if form.instance is not self.record and form.has_changed():
                form.instance.save(update_fields=form.changed_data)
        return [group.name for group in self.groups if self._note(group, made_from)]

    def _note(self, group, made_from):
        is_written = any(piece.column in piece.form.changed_data for piece in group.pieces)
        name = group.tick.name if group.tick is not None else ""
        is_ticked = bool(name) and self.ticks.cleaned_data[name]
        if not is_written and name not in self.ticks.changed_data:
            return False
        if group.text is not None:
            note_translation(
                self.record,
                group.name,
                self.language,
                is_confirmed=is_ticked,
                made_from=made_from.get(group.name),
            )
        if not group.is_of_parts:
            forget_translation(self.record, group.name, self.language)
        return True


def _split(shown):
    return shown.rpartition(":")


def value_in(state, piece, column):
    """A column of the piece's row in an earlier state; None where the row was not there."""
    if not piece.relation:
        return state.values.get(column)
    return state.parts.get((piece.relation, piece.row.pk), {}).get(column)
