"""What belongs to an event and is edited with it."""

from events.models import AgendaItem, Participation, Speaker
from publishing.admin import PartInline, RowInline


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
