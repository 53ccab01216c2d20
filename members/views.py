from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from declarations.models import Document
from events.models import Event
from members.as_of import AS_OF, exactly
from members.chair_story import Term, story_of
from members.filters import ChairmanshipFilter, PartnerFilter, day_asked
from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from members.partner_page import DOCUMENTS_SHOWN, EVENTS_SHOWN, shown_with
from members.standing import partners_on, seats_by_region
from members.structured_data import structured_data_of
from publishing.feeds.subscription import Subscription, with_query
from publishing.filters import PublicFilterSet
from publishing.kept import kept, state_of_record
from publishing.paging import found_label
from publishing.views import PublicDetailView, WholeListView


class PartnerListView(WholeListView):
    """Countries by region and organisations by standing; then those who left or may have left."""

    queryset = Partner.objects.with_memberships()
    filterset_class = PartnerFilter
    template_name = "members/partner_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = day_asked(self.question)
        day = asked or timezone.localdate()
        terms = [
            (term, term.held_on(day) == Membership.Held.YES)
            for term in Chairmanship.objects.published().for_naming().as_of(day)
        ]
        composition = CommitteeComposition.objects.published().with_public_seats().as_of(day).first()
        groups = partners_on(
            day,
            self.object_list,
            term=next((term for term, is_certain in terms if is_certain), None),
            composition=composition,
            is_today=asked is None,
        )
        return super().get_context_data(
            regions=groups.regions,
            organisations=groups.organisations,
            former=groups.former,
            not_yet=groups.not_yet,
            undetermined=groups.undetermined,
            took_part=groups.took_part,
            composition=composition,
            **of_the_day(self.question, self.request),
            terms=terms,
            seats=seats_by_region(composition) if asked and composition else [],
            count_label=found_label(len(self.object_list)),
            **kwargs,
        )


def of_the_day(question: PublicFilterSet, request: HttpRequest) -> dict[str, Any]:
    """What `components/as_of.html` takes besides the field."""
    asked = day_asked(question)
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        if name in question.filters and name != AS_OF
        for value in values
    ]
    return {
        "asked_day": exactly(asked) if asked else None,
        "today_url": with_query(request.path, urlencode(kept)),
        "kept": kept,
    }


class PartnerDetailView(PublicDetailView):
    model = Partner
    queryset = Partner.objects.all()
    template_name = "members/partner_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partner = self.object
        return super().get_context_data(
            **shown_with(partner),
            commitments_url=f"{reverse('commitments:list')}?actor={partner.slug}",
            structured_data=structured_data_of(partner),
            subscription=Subscription(
                calendar=reverse("members:calendar", kwargs={"slug": partner.slug}),
                news=f"{reverse('events:news')}?partner={partner.slug}",
            ),
            **kwargs,
        )


class ChairmanshipListView(WholeListView):
    """A timeline since the founding, the present term on top."""

    queryset = Chairmanship.objects.for_list()
    filterset_class = ChairmanshipFilter
    template_name = "chairmanships/chairmanship_list.html"
    context_object_name = "terms"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        terms = list(context["terms"])
        add_meetings(terms)
        today, asked = timezone.localdate(), day_asked(self.question)
        for term in terms:
            term.is_current = term.held_on(today) == Membership.Held.YES
            term.is_uncertain_then = bool(asked) and term.held_on(asked) != Membership.Held.YES
        return {**context, "terms": terms, **of_the_day(self.question, self.request)}


def add_meetings(terms: list[Chairmanship]) -> None:
    """Give each term its political meetings and the documents they adopted."""
    meetings, by_event = kept("meetings of chair terms", meetings_with_documents)
    dated = [(event, event.date, event.chair_term_id) for event in meetings]
    for term in terms:
        term.events = [event for event, date, placed_in in dated if term.covers(date, placed_in)]
        term.documents = [document for event in term.events for document in by_event.get(event.pk, [])]


def meetings_with_documents() -> tuple[list[Event], dict[int, list[Document]]]:
    """Political meetings of the Process, and by the key of each what it adopted."""
    meetings = list(Event.objects.published().own().of_level("political").for_timeline()[:500])
    by_event: dict[int, list[Document]] = {}
    for document in Document.objects.published().for_list().adopted_at_any(meetings):
        by_event.setdefault(document.adopting_event_id, []).append(document)
    return meetings, by_event


class ChairmanshipDetailView(PublicDetailView):
    model = Chairmanship
    queryset = Chairmanship.objects.for_list()
    template_name = "chairmanships/chairmanship_detail.html"
    context_object_name = "term"

    def get_object(self, queryset: Any = None) -> Chairmanship:
        # Before the term is read: what is made of it must not be kept in the name of a later state.
        self.state = state_of_record()
        return super().get_object(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        term = self.object
        # What is not public may change, and nobody is told.
        is_preview = kwargs.get("is_preview", False)
        key = ("chairmanship", term.pk)
        shown = around(term) if is_preview else kept(key, lambda: around(term), state=self.state)
        return super().get_context_data(
            people=list(term.people.all()),
            story=story_of(shown["told"]),
            **shown,
            **kwargs,
        )


def around(term: Chairmanship) -> dict[str, Any]:
    """What happened while it held the chair, in order, and the terms before and after."""
    during = Event.objects.published().own().during(term)
    documents = Document.objects.published().for_list().of_events(during).newest_first()
    terms = Chairmanship.objects.published().for_list()
    events = list(during.for_list()[: EVENTS_SHOWN + 1])
    shown = events[EVENTS_SHOWN - 1 :: -1]
    looked_at = list(documents[: DOCUMENTS_SHOWN + 1])
    found = looked_at[:DOCUMENTS_SHOWN]
    adopted: dict[int, list[Document]] = {}
    for document in reversed(found):
        adopted.setdefault(document.adopting_event_id, []).append(document)
    told = Term(
        term,
        shown,
        [document for event in shown for document in adopted.get(event.pk, [])],
        previous=terms.before(term).first(),
        next=terms.after(term).first(),
        has_more_events=len(events) > EVENTS_SHOWN,
        has_more_documents=len(looked_at) > DOCUMENTS_SHOWN,
    )
    return {
        "told": told,
        "events": shown,
        "adopted_at": adopted,
        "documents": found,
        "other_documents": [document for document in found if document not in told.adopted],
        "previous_term": told.previous,
        "next_term": told.next,
    }
