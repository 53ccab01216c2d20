from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.models import Document
from events.admin.alike import alike_events
from events.admin.beginning import BeginsFromOthers
from events.admin.filling import FillsIn
from events.admin.forms import EventForm
from events.admin.pictures import TakesPictures
from events.admin.rows import AgendaItemInline, ParticipationInline, SpeakerInline
from events.models import Event
from events.readiness import EVENTS
from events.views import EventDetailView
from publishing.admin import (
    PUBLICATION,
    SOURCES,
    PublishableAdmin,
    TranslationInline,
    YearFilter,
    in_every_language,
)
from publishing.admin.alike import WarnsOfAlike
from publishing.languages import columns_of

DOCUMENTS_SHOWN = 50


@admin.register(Event)
class EventAdmin(TakesPictures, BeginsFromOthers, FillsIn, WarnsOfAlike, PublishableAdmin):
    form = EventForm
    change_form_template = "admin/events/event_form.html"
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
        (gettext_lazy("Pictures"), {"fields": ["pictures"]}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [ParticipationInline, SpeakerInline, AgendaItemInline, TranslationInline]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["themes", "series", "chair_term"]
    readonly_fields = ["documents", "pictures"]
    alike_columns = (*columns_of("title"), "date", "type")
    list_display = ["title", "type", "date_shown", "state_column", "missing_languages"]
    list_filter = ["type", YearFilter, "scope", "status", "mode"]

    def find_alike(self, record):
        return alike_events(record, self.others_than(record))

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
