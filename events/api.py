from events.filters import EventFilter
from events.models import Event, Series, Theme
from events.serializers import EventSerializer, SeriesSerializer, ThemeSerializer
from publishing.api import BY_DATE, ORDERS_OF_RECORDS, PublicViewSet


class EventViewSet(PublicViewSet):
    """Meetings and whatever else the Process holds, joins in or builds on; the latest first."""

    queryset = Event.objects.all()
    serializer_class = EventSerializer
    filterset_class = EventFilter
    orders = BY_DATE | ORDERS_OF_RECORDS
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


class ThemeViewSet(PublicViewSet):
    """Subjects of work: the domains of the Joint Valletta Action Plan and the topics under them; by slug."""

    queryset = Theme.objects.all()
    serializer_class = ThemeSerializer
    view_name = "api:themes-detail"


class SeriesViewSet(PublicViewSet):
    """Events that belong together; by slug."""

    queryset = Series.objects.all()
    serializer_class = SeriesSerializer
    view_name = "api:series-detail"
