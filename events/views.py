from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.models import Commitment, Document
from declarations.packages.contents import offered
from declarations.rows import DocumentRow
from events.event_page import shown_with
from events.event_sections import sections_of
from events.feeds import calendar_address, has_calendar
from events.filters import EventFilter
from events.models import Event, Series, Theme
from events.plotting import trend_of, years_about
from events.prose import summary_of
from events.rows import EventRow
from events.structured_data import structured_data_of
from events.ways_of_looking import ways_of_looking_at_events
from pages.glossary import glossary
from publishing.feeds.subscription import Subscription
from publishing.kept import kept
from publishing.labels import label_of
from publishing.lean import LeanResponse
from publishing.models import TranslationState
from publishing.paging import SOONEST_FIRST
from publishing.together import Shaped, Together, attach
from publishing.views import PublicDetailView, PublicListView, WholeListView, grouped_by_year

# Above what is past; all of them have a list of their own, which is cut into pages as any other.
UPCOMING_SHOWN = 25
SHOWN_WITH_A_THEME = 25
SHOWN_WITH_A_SERIES = 200
COMMITMENTS_WITH_A_THEME = 10


class EventListView(PublicListView):
    """The next upcoming events, soonest on top; then the past ones by year, latest first. Or, where only the
    upcoming ones are asked for, all of these, soonest first."""

    queryset = Event.objects.all()
    filterset_class = EventFilter

    def order_asked(self):
        return SOONEST_FIRST if self.asks_for_upcoming() else self.order

    def asks_for_upcoming(self) -> bool:
        return self.request.GET.get("when") == "upcoming"

    @classmethod
    def asked(cls, found, cut, is_first):
        if found.is_of_upcoming:
            return {"rows": Shaped(cut(found), EventRow)}
        shown = {"rows": Shaped(cut(found.past()), EventRow)}
        if is_first:
            shown["upcoming"] = Shaped(found.upcoming()[: UPCOMING_SHOWN + 1], EventRow)
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page"]
        query = context["query_string"]
        if self.asks_for_upcoming():
            groups = [(_("Upcoming"), page.rows)] if page.rows else []
        else:
            groups = grouped_by_year(page.rows, attrgetter("date"))
        if page.is_first:
            upcoming = context.get("upcoming", [])
            if upcoming:
                groups.insert(0, (_("Upcoming"), upcoming[:UPCOMING_SHOWN]))
            if len(upcoming) > UPCOMING_SHOWN:
                context["upcoming_url"] = f"{self.request.path}?{query}{'&' if query else ''}when=upcoming"
        subscription = Subscription.of_list(query, calendar="events:feed", news="events:news")
        ways = ways_of_looking_at_events("events:list", query)
        return {**context, "groups": groups, "subscription": subscription, "ways": ways}


class EventDetailView(PublicDetailView):
    model = Event
    queryset = Event.objects.all()
    template_name = "events/event_detail.jinja"
    response_class = LeanResponse

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.object
        shown = shown_with(event)
        shown["sections"] = sections_of(event, shown)
        event.summary = summary_of(event)
        return super().get_context_data(
            **shown,
            package=offered(shown["packaged"]),
            roles=roles_of(event),
            structured_data=structured_data_of(event),
            glossary=glossary(state=shown["state"]),
            calendar_url=calendar_address(event) if has_calendar(event) else None,
            **kwargs,
        )


def roles_of(event: Event) -> list[tuple[str, list]]:
    """Role → partners, in the order in which roles are told."""
    found: dict[str, list] = {}
    for participation in event.participations.all():
        found.setdefault(participation.role, []).append(participation.partner)
    participation_model = Event.participations.rel.related_model
    return [(label_of(type(role), role), found[role]) for role in participation_model.Role if role in found]


class ThemeListView(WholeListView):
    queryset = Theme.objects.all()
    template_name = "themes/theme_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            domains=self.object_list.domains().with_topics(),
            other_topics=self.object_list.topics().without_domain(),
            **kwargs,
        )


def _about(theme: Any) -> dict[str, Any]:
    events = Event.objects.published().about(theme).newest_first()
    documents = Document.objects.published().about(theme).newest_first()
    commitments = Commitment.objects.published().for_list().about(theme).newest_first()
    return {
        "events": Shaped(events[:SHOWN_WITH_A_THEME], EventRow),
        "documents": Shaped(documents[:SHOWN_WITH_A_THEME], DocumentRow),
        "commitments": commitments[:COMMITMENTS_WITH_A_THEME],
        "years": years_about(theme),
    }


SHOWN_ABOUT = Together(_about)
HANGING = Together(
    lambda theme: {
        "topics": Theme.objects.published().topics().under(theme),
        "translation_states": TranslationState.objects.of_kind(Theme).filter(object_id=theme),
    }
)


def shown_about(slug: str) -> dict[str, Any]:
    found = SHOWN_ABOUT.ask(theme=slug)
    return {**found, "trend": trend_of(found.pop("years"), slug)}


class ThemeDetailView(PublicDetailView):
    model = Theme
    queryset = Theme.objects.for_detail()
    template_name = "themes/theme_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theme = self.object
        hanging = HANGING.ask(theme=theme.pk)
        attach(theme, translation_states=hanging["translation_states"])
        return super().get_context_data(
            theme=theme,
            topics=hanging["topics"],
            **kept(("theme", theme.slug, get_language()), lambda: shown_about(theme.slug)),
            events_url=f"{reverse('events:list')}?theme={theme.slug}",
            documents_url=f"{reverse('documents:list')}?theme={theme.slug}",
            commitments_url=f"{reverse('commitments:list')}?theme={theme.slug}",
            subscription=Subscription(
                calendar=reverse("themes:calendar", kwargs={"slug": theme.slug}),
                news=f"{reverse('events:news')}?theme={theme.slug}",
            ),
            **kwargs,
        )


def _of_series(series: Any) -> dict[str, Any]:
    events = Event.objects.published().of_series(series).newest_first()
    return {"events": Shaped(events[: SHOWN_WITH_A_SERIES + 1], EventRow)}


SHOWN_OF_SERIES = Together(_of_series)


class SeriesDetailView(PublicDetailView):
    model = Series
    queryset = Series.objects.prefetch_related("translation_states")
    template_name = "series/series_detail.html"
    context_object_name = "series"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = SHOWN_OF_SERIES.ask(series=self.object.pk)["events"]
        calendar = reverse("series:calendar", kwargs={"slug": self.object.slug})
        return super().get_context_data(
            # In the order in which they were held; of too many the latest.
            events=events[SHOWN_WITH_A_SERIES - 1 :: -1],
            has_more_events=len(events) > SHOWN_WITH_A_SERIES,
            subscription=Subscription(calendar=calendar),
            **kwargs,
        )
