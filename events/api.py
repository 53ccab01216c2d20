from events.filters import EventFilter, ParticipationFilter, PartOfEventFilter
from events.models import Event, Participation, Picture, Series, Speaker, Theme
from events.serializers import (
    EventParticipationSerializer,
    EventPictureSerializer,
    EventSerializer,
    SeriesSerializer,
    SpeakerSerializer,
    ThemeSerializer,
)
from publishing.api import BY_DATE, ORDERS_OF_RECORDS, PartViewSet, PublicViewSet


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
        "year": "Events that took place, or may have taken place, in that year; `unknown`: without a date.",
        "partner": "The slug of a partner that had any role at the event.",
        "host": "The slug of a partner that hosted or co-hosted the event.",
        "chair": "The slug of a partner in the chair: alone, with another, outgoing or incoming.",
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


class ParticipationViewSet(PartViewSet):
    """Which partner had which role at which event."""

    queryset = Participation.objects.all()
    serializer_class = EventParticipationSerializer
    filterset_class = ParticipationFilter
    view_name = "api:participations-detail"
    changed_with = "event__slug"
    parameter_notes = {
        "event": "The slug of an event.",
        "partner": "The slug of a partner.",
        "role": "The role the partner had.",
    }


class SpeakerViewSet(PartViewSet):
    """People named as speaking at events or attending them, with the function they had then."""

    queryset = Speaker.objects.all()
    serializer_class = SpeakerSerializer
    filterset_class = PartOfEventFilter
    view_name = "api:speakers-detail"
    changed_with = "event__slug"
    parameter_notes = {"event": "The slug of an event."}


class PictureViewSet(PublicViewSet):
    """Pictures of events, with what is to be said where they are shown; by slug."""

    queryset = Picture.objects.all()
    serializer_class = EventPictureSerializer
    filterset_class = PartOfEventFilter
    view_name = "api:pictures-detail"
    parameter_notes = {"event": "The slug of an event."}
