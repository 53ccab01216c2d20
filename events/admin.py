"""Events, series and themes on the secretariat's desk."""

from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.models import Document
from events.models import AgendaItem, Event, Participation, Series, Speaker, Theme
from events.readiness import EVENTS, SERIES, THEMES
from events.views import EventDetailView, SeriesDetailView, ThemeDetailView
from publishing.admin import (
    PUBLICATION,
    SOURCES,
    PartInline,
    PublishableAdmin,
    RowInline,
    TranslationInline,
    YearFilter,
    in_every_language,
)
from publishing.forms import RecordForm

DOCUMENTS_SHOWN = 50
REGIONS = ("Africa/", "Europe/", "Asia/")


def time_zones():
    """Those of the Process's regions, by region."""
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
            choices = time_zones()
            present = self.instance.time_zone
            if present and not present.startswith(REGIONS):
                choices.append((present, present))
            field.widget = forms.Select(choices=choices)

    def clean(self):
        cleaned = super().clean()
        date, status = self.cleaned_data.get("date"), self.cleaned_data.get("status")
        if status == Event.Status.HELD and date is not None and date.earliest > timezone.localdate():
            told = _(
                "It cannot have been held: its date, %(date)s, is still to come. "
                "Choose “planned”, or correct the date."
            )
            self.add_error("status", told % {"date": date})
        return cleaned


class ParticipationInline(RowInline):
    model = Participation
    fields = ["partner", "role", "order"]
    autocomplete_fields = ["partner"]


class SpeakerInline(PartInline):
    model = Speaker
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_en", "name_fr", "name_ar"),
                    ("function_en", "function_fr", "function_ar"),
                    "order",
                ]
            },
        )
    ]


class AgendaItemInline(PartInline):
    model = AgendaItem
    fieldsets = [(None, {"fields": [("title_en", "title_fr", "title_ar"), ("time", "order")]})]


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    form = EventForm
    detail_view = EventDetailView
    readiness = EVENTS
    fieldsets = [
        (
            gettext_lazy("What"),
            {"fields": [*in_every_language("title"), "title_is_official", "slug", "type", "scope", "status"]},
        ),
        (
            gettext_lazy("When"),
            {"fields": ["date", ("start_time", "end_time", "time_zone"), "chair_term"]},
        ),
        (gettext_lazy("Where"), {"fields": ["mode", "country", *in_every_language("city", "venue")]}),
        (gettext_lazy("What happened"), {"fields": in_every_language("text")}),
        (gettext_lazy("How many took part"), {"fields": [("participants_qualifier", "participants_count")]}),
        (
            gettext_lazy("What it belongs to"),
            {
                "fields": [
                    "themes",
                    "series",
                    "joint_processes",
                    ("ordinal_scheme", "ordinal_number"),
                    "documents",
                ]
            },
        ),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [ParticipationInline, SpeakerInline, AgendaItemInline, TranslationInline]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["themes", "series", "chair_term"]
    readonly_fields = ["documents"]
    list_display = ["title", "type", "date_shown", "state_column", "missing_languages"]
    list_filter = ["type", YearFilter, "scope", "status", "mode"]

    @admin.display(description=gettext_lazy("date"), ordering="sort_key")
    def date_shown(self, event):
        return str(event.date or _("date not known"))

    @admin.display(description=gettext_lazy("documents"))
    def documents(self, event):
        """Links to what was adopted here, and to a form for the next one."""
        if event.pk is None:
            return _("Save the event first, then add what it adopted.")
        adopted = Document.objects.filter(adopting_event=event)[:DOCUMENTS_SHOWN]
        links = ((reverse("admin:declarations_document_change", args=[one.pk]), str(one)) for one in adopted)
        add = f"{reverse('admin:declarations_document_add')}?adopting_event={event.pk}"
        return format_html(
            '<ul class="record-links">{}<li><a href="{}" class="addlink">{}</a></li></ul>',
            format_html_join("", '<li><a href="{}">{}</a></li>', links),
            add,
            _("Add a document adopted at this event"),
        )


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    detail_view = SeriesDetailView
    readiness = SERIES
    fieldsets = [
        (None, {"fields": [*in_every_language("title"), "slug", "series_kind"]}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    prepopulated_fields = {"slug": ["title_en"]}
    list_display = ["title", "series_kind", "state_column", "missing_languages"]
    list_filter = ["series_kind"]


@admin.register(Theme)
class ThemeAdmin(PublishableAdmin):
    main_text = "name"
    detail_view = ThemeDetailView
    readiness = THEMES
    fieldsets = [
        (None, {"fields": [*in_every_language("name"), "slug", "level", "number", "parent"]}),
        (gettext_lazy("Text"), {"fields": in_every_language("description")}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["parent"]
    list_display = ["name", "level", "number", "domain", "state_column", "missing_languages"]
    list_select_related = ["parent"]
    list_filter = ["level"]

    @admin.display(description=gettext_lazy("domain"))
    def domain(self, theme):
        return theme.parent or "–"
