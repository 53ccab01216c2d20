"""Short lists typed by hand: years, and names by language."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.actions import refuse_overlap
from publishing.forms import RecordForm


class YearsField(forms.CharField):
    """ "2020, 2021" """

    def prepare_value(self, value):
        return ", ".join(str(year) for year in value) if isinstance(value, list) else value

    def to_python(self, value):
        words = re.split(r"[\s,;–-]+", (value or "").strip())
        years = [word for word in words if word]
        wrong = [word for word in years if not re.fullmatch(r"[12]\d{3}", word, flags=re.ASCII)]
        if wrong:
            raise ValidationError(
                _("“%(text)s” is not a year. Write 2024, or 2020, 2021."), params={"text": wrong[0]}
            )
        return sorted({int(year) for year in years})

    def run_validators(self, value):
        """The validators of a text do not fit a list; `to_python` has checked it."""

    def has_changed(self, initial, data):
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True


class NamesField(forms.CharField):
    """Names by language, one on each line: "fr: Côte d’Ivoire"."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})

    def prepare_value(self, value):
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{code}: {name}" for code, names in value.items() for name in names)

    def to_python(self, value):
        names = {}
        for line in (value or "").splitlines():
            if not line.strip():
                continue
            code, colon, name = line.partition(":")
            is_name = name.strip() and "\0" not in name
            if not colon or not re.fullmatch(r"[a-z]{2,3}", code.strip()) or not is_name:
                raise ValidationError(
                    _("“%(line)s”: begin each line with the language and a colon, as in “fr: Égypte”."),
                    params={"line": line},
                )
            names.setdefault(code.strip(), []).append(name.strip())
        return names

    def run_validators(self, value):
        """The validators of a text do not fit a list; `to_python` has checked it."""

    def has_changed(self, initial, data):
        try:
            return (initial or {}) != self.to_python(data)
        except ValidationError:
            return True


class PartnerForm(RecordForm):
    other_names = NamesField(
        required=False,
        label=_("Other names"),
        help_text=_(
            "Other spellings, which searches find. One on each line, with its language: “fr: Égypte”."
        ),
    )


class ChairmanshipForm(RecordForm):
    nominal_years = YearsField(
        required=False,
        label=_("Nominal years"),
        help_text=_("The year or years by which the Process names the term: 2024, or 2020, 2021."),
    )

    def _post_clean(self):
        """Two terms of one partner must not overlap: told here, made sure of by the action that saves."""
        super()._post_clean()
        if self.errors or self.instance.partner_id is None:
            return
        try:
            refuse_overlap(self.instance)
        except ValidationError as error:
            self.add_error(None, error)
