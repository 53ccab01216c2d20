"""What belongs to an event and is edited with it."""

from events.models import AgendaItem, Participation, Speaker
from publishing.admin import PartInline, RowInline


class ParticipationInline(RowInline):
    model = Participation
    fields = ["partner", "role", "order"]
    autocomplete_fields = ["partner"]
    template = "admin/events/participations.html"

    def get_extra(self, request, obj=None, **kwargs):
        """As many empty rows as a new event takes over from the one it is a copy of."""
        begun = getattr(request, "beginning", None)
        return len(begun.rows) if begun and obj is None else self.extra


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
    template = "admin/events/agenda_items.html"
    fieldsets = [(None, {"fields": [("title_en", "title_fr", "title_ar"), ("time", "order")]})]
