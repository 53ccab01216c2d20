"""The form of an event."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.text import slugify

from publishing.forms import RecordForm

REGIONS = ("Africa/", "Europe/", "Asia/")


@cache
def time_zones():
    """Those of the Process's regions, by region. The system is asked for hundreds of files."""
    names = sorted(available_timezones())
    groups = [
        (
            region.rstrip("/"),
            [
                (name, name.removeprefix(region).replace("_", " "))
                for name in names
                if name.startswith(region)
            ],
        )
        for region in REGIONS
    ]
    return [("", "—"), ("UTC", "UTC"), *groups]


class EventForm(RecordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("time_zone")
        if field is not None:
            choices = [*time_zones()]
            present = self.instance.time_zone
            if present and not present.startswith(REGIONS):
                choices.append((present, present))
            field.widget = forms.Select(choices=choices)

    def address_words(self):
        """Two meetings of one title differ by place and year."""
        date = self.cleaned_data.get("date")
        city = self.cleaned_data.get("city_en") or self.cleaned_data.get("city_fr") or ""
        return [*super().address_words(), slugify(city), str(date.latest.year) if date else ""]

    def clean(self):
        cleaned = super().clean()
        self._leave_term_to_the_day()
        return cleaned

    def _leave_term_to_the_day(self):
        """An event may begin under the chair in office; once its day is known, that tells the chair."""
        date = self.cleaned_data.get("date")
        if date is not None and date.is_exact:
            self.cleaned_data["chair_term"] = None
