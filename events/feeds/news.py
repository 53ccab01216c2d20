from django.utils.translation import gettext as _

from events.filters import EventFilter
from events.models import Event
from events.prose import summary_of
from events.summaries import with_summaries
from publishing.feeds.atom import Entry, identifier, labels, told_at
from publishing.feeds.views import AtomListView
from publishing.languages import text_in


class EventsNewsView(AtomListView):
    queryset = Event.objects.for_summaries()
    filterset_class = EventFilter
    page_name = "events:list"

    def name(self) -> str:
        return _("Khartoum Process: events")

    def complete(self, records: list[Event]) -> list[Event]:
        return with_summaries(records)

    def entry(self, record: Event) -> Entry:
        return Entry(
            identifier=identifier("event", record.uid),
            title=text_in(record, "title"),
            path=record.get_absolute_url(),
            updated=told_at(record),
            published=record.published_at,
            summary=summary_of(record),
            categories=labels([(record.type, record.get_type_display())]),
        )
