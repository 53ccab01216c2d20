"""The day of which somebody asks who was a member, who chaired and who sat on the committee."""

import re
from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.dates import PartialDate, Precision

AS_OF = "as_of"
# Nobody was a member of what was not there.
FOUNDED_ON = date(2014, 11, 28)


def day_of(text: str) -> date:
    """Raises ValidationError for what is no day, and for one of which nothing can be known."""
    try:
        # What the standard library reads besides, such as 2019-W18-3, is not meant.
        day = date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError as error:
        raise ValidationError(
            _("“%(text)s” is not a day. Write it like 2019-05-08."), params={"text": text}
        ) from error
    if day < FOUNDED_ON:
        raise ValidationError(
            _("The Khartoum Process was founded on %(day)s: ask for that day or a later one."),
            params={"day": exactly(FOUNDED_ON)},
        )
    # East of us it is tomorrow already.
    if day > timezone.localdate() + timedelta(days=1):
        raise ValidationError(
            _("%(day)s is still to come: what will be then is not known."), params={"day": exactly(day)}
        )
    return day


def exactly(day: date) -> PartialDate:
    return PartialDate(day, day, Precision.DAY)


class DayInput(forms.TextInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Nothing but a day may stand in such a box: whatever else was asked for is told beside it."""
        try:
            return date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            return None


class DayField(forms.CharField):
    """A `PartialDate`, so that it is written as all dates are."""

    widget = DayInput(attrs={"min": FOUNDED_ON.isoformat()})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return exactly(day_of(text)) if text else None


class AsOfFilter(django_filters.Filter):
    """Applies the queryset method called `by` to the day; without one, the rows stay who they are."""

    field_class = DayField
    schema = {"pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}

    def __init__(self, *, by: str = "", **kwargs: Any) -> None:
        self.by = by
        super().__init__(label=_("As on"), **kwargs)

    def filter(self, qs: Any, value: PartialDate | None) -> Any:
        return getattr(qs, self.by)(value.earliest) if value and self.by else qs
