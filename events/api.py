from django.db.models import Prefetch

from declarations.models import Document
from events.filters import EventFilter
from events.models import Event, Series, Theme
from events.serializers import (
    EventDetailSerializer,
    EventSerializer,
    SeriesSerializer,
    ThemeSerializer,
)
from publishing.api import PublicViewSet
from publishing.paging import BY_SLUG


class EventViewSet(PublicViewSet):
    """Meetings and whatever else the Process holds, joins in or builds on; the latest first."""

    queryset = Event.objects.for_detail().prefetch_related(
        Prefetch("adopted_documents", queryset=Document.objects.published().for_reference()),
        Prefetch("discussed_documents", queryset=Document.objects.published().for_reference()),
    )
    serializer_class = EventSerializer
    filterset_class = EventFilter
    view_name = "api:events-detail"
    parameter_notes = {
        "q": "Words that all occur in the title, in any of the languages.",
        "when": "`upcoming`: not over yet, or still to be held on a day not known; `past`: all others.",
        "type": "The type of the event.",
        "level": "Political or technical; it follows from the type.",
        "year": "Events that took place, or may have taken place, in that year.",
        "partner": "The slug of a partner that had any role at the event.",
        "theme": "The slug of a theme. A domain includes the topics under it.",
        "country": "The ISO 3166-1 code of the country where it was held, in two letters.",
        "mode": "In person, online or both.",
        "own": "`yes`: the Process's own meetings; `no`: precursors and related events of others.",
    }
    parameter_examples = {"q": "conference", "year": "2025", "partner": "egypt", "country": "EG"}

    def get_serializer_class(self):
        return EventDetailSerializer if self.action == "retrieve" else EventSerializer


class ThemeViewSet(PublicViewSet):
    """Subjects of work: the domains of the Joint Valletta Action Plan and the topics under them; by slug."""

    queryset = Theme.objects.for_detail()
    serializer_class = ThemeSerializer
    order = BY_SLUG
    view_name = "api:themes-detail"


class SeriesViewSet(PublicViewSet):
    """Events that belong together; by slug."""

    queryset = Series.objects.prefetch_related(
        Prefetch("events", queryset=Event.objects.published().for_timeline().oldest_first()),
        "translation_states",
    )
    serializer_class = SeriesSerializer
    order = BY_SLUG
    view_name = "api:series-detail"
