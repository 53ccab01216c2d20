"""What the forms of the desk have in common: partial dates, languages, the revision they were opened at."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from publishing.addresses import free_slug, is_taken
from publishing.dates import PartialDate, PartialDateField
from publishing.languages import direction, name_of_language
from publishing.typed_dates import LONGEST, is_ambiguous, read_date


class PartialDateInput(forms.MultiWidget):
    """Two boxes, from and to, and below them how they are understood."""

    template_name = "admin/widgets/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"size": 20, "maxlength": LONGEST, "dir": "auto", "autocomplete": "off", **(attrs or {})}
        beginning = {**box, "placeholder": _("8–9 May 2018")}
        super().__init__({"from": forms.TextInput(beginning), "to": forms.TextInput(box)})

    def decompress(self, value: PartialDate | str | None) -> list[str]:
        if value is None:
            return ["", ""]
        if isinstance(value, str):
            # As the address of an empty form gives it: checked like what is typed.
            return [value, ""]
        return [value.start_iso, value.end_iso if value.end_iso != value.start_iso else ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        start, end = (box["value"] or "" for box in context["widget"]["subwidgets"])
        context["widget"]["understood"] = understood(start, end)
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        # The project's templates, not those of the form renderer.
        return render_to_string(template_name, context)


class PartialDateFormField(forms.MultiValueField):
    widget = PartialDateInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "help_text",
            _(
                "As exactly as it is known: 2018, May 2018, 8 May 2018 or 8–9 May 2018. "
                "The end may also stand in the second box. Empty means that the date is not known."
            ),
        )
        super().__init__(
            fields=(forms.CharField(required=False), forms.CharField(required=False)),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, values: list[str]) -> PartialDate | None:
        start, end = _stripped(values)
        value = read_date(start, end) if start or end else None
        if value is not None and is_ambiguous(start, end):
            # The boxes now hold what was understood (`bound_data`): saving again agrees to it.
            raise ValidationError(
                _("“%(text)s” was read as %(date)s. Save again if that is right, or correct it."),
                params={"text": f"{start} – {end}" if end else start, "date": value},
                code="ambiguous",
            )
        return value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """An ambiguous date comes back the way it was understood, everything else as it was typed."""
        try:
            start, end = _stripped(data)
            if start and is_ambiguous(start, end):
                return self.widget.decompress(read_date(start, end))
        except ValidationError:
            pass
        return data

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another way of writing the same date is no change."""
        try:
            start, end = _stripped(data)
            return (read_date(start, end) if start or end else None) != (initial or None)
        except ValidationError:
            return True


def _stripped(typed: Any) -> tuple[str, str]:
    start, end = typed or ("", "")
    return (start or "").strip(), (end or "").strip()


def understood(start: str, end: str) -> str:
    """The date in words, or nothing where the boxes hold none."""
    try:
        return str(read_date(start.strip(), end.strip())) if start.strip() else ""
    except ValidationError:
        return ""


def partial_dates(model: type[models.Model]) -> dict[str, PartialDateField]:
    return {
        name: attribute for name, attribute in vars(model).items() if isinstance(attribute, PartialDateField)
    }


def label_in_language(column: TranslationField) -> Any:
    """Title (French)"""
    return _("%(text)s (%(language)s)") % {
        "text": capfirst(str(column.translated_field.verbose_name)),
        "language": name_of_language(column.language),
    }


class DeskForm(forms.ModelForm):
    """A record or a part of one. `form_for()` adds the partial dates of its model."""

    date_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.date_names:
            self.initial.setdefault(name, getattr(self.instance, name))
        for name, field in self.fields.items():
            self._name_language(name, field)

    def _name_language(self, name: str, field: forms.Field) -> None:
        column = self._column(name)
        if isinstance(column, TranslationField):
            code = column.language
            field.label = label_in_language(column)
            field.widget.attrs.update({"lang": code, "dir": direction(code), "data-language": code})

    def _column(self, name: str) -> Any:
        return next((field for field in self._meta.model._meta.get_fields() if field.name == name), None)

    def _get_validation_exclusions(self) -> set[str]:
        # So that constraints on the columns behind a partial date are checked here, not by the database.
        columns = {
            f"{name}_{suffix}" for name in self.date_names for suffix in ("earliest", "latest", "precision")
        }
        return super()._get_validation_exclusions() - columns

    def _post_clean(self) -> None:
        for name in self.date_names:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


class RecordForm(DeskForm):
    """Carries the revision the record had when the form was opened."""

    # What stood in the way of saving, found after the form was valid or before it was read.
    obstacle: ClassVar[ValidationError | None] = None

    opened_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened_revision"] = self.instance.revision

        if self._makes_address():
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the title.")

    def _makes_address(self) -> bool:
        return self.instance.pk is None and "slug" in self.fields and bool(self._titles())

    def _titles(self) -> list[str]:
        names = (
            f"{name}_{code}" for name in ("title", "name") for code in settings.MODELTRANSLATION_LANGUAGES
        )
        return [name for name in names if name in self.fields]

    def address_words(self) -> list[str]:
        """What the address of a new record is made from, where its editor gives none."""
        texts = (slugify(self.cleaned_data.get(name) or "") for name in self._titles())
        return [next(filter(None, texts), self._meta.model._meta.model_name)]

    def _propose_address(self) -> None:
        """Of a new record. One that was proposed while the title was typed may be another record's."""
        typed = self.cleaned_data.get("slug")
        first, *more = self.address_words()
        records = self._meta.model._base_manager.all()
        if "slug" in self.errors or (typed and not (typed == first and is_taken(records, typed))):
            return
        whole = "-".join([first, *(word for word in more if word and word not in first.split("-"))])
        room = self._meta.model._meta.get_field("slug").max_length - len("-0000")
        self.cleaned_data["slug"] = free_slug(records, whole[:room].strip("-"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self._makes_address():
            self._propose_address()
        if self.obstacle is not None:
            self.add_error(None, self.obstacle)
        return cleaned

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "opened_revision"]


capfirst_lazy = lazy(capfirst, str)


def form_for(model: type[models.Model], base: type[DeskForm] = DeskForm) -> type[DeskForm]:
    dates = partial_dates(model)
    fields = {
        name: PartialDateFormField(label=capfirst_lazy(field.verbose_name)) for name, field in dates.items()
    }
    return type(f"{model.__name__}Form", (base,), {**fields, "date_names": tuple(dates)})
