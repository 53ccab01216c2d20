from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from members.as_of import AS_OF, exactly
from members.chair_page import add_meetings, around
from members.chair_story import story_of
from members.filters import ChairmanshipFilter, PartnerFilter, day_asked
from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from members.partner_page import shown_with
from members.standing import partners_on, seats_by_region
from members.structured_data import structured_data_of
from publishing.feeds.subscription import Subscription, with_query
from publishing.filters import PublicFilterSet
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


class ChairmanshipDetailView(PublicDetailView):
    model = Chairmanship
    queryset = Chairmanship.objects.for_list()
    template_name = "chairmanships/chairmanship_detail.html"
    context_object_name = "term"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = around(self.object)
        return super().get_context_data(
            people=list(self.object.people.all()), story=story_of(shown["told"]), **shown, **kwargs
        )
