from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch, Q

from events.models import Event, Theme
from publishing.querysets import PublishableQuerySet, is_published

if TYPE_CHECKING:
    from members.models import Partner


class DocumentQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-sort_key", "-pk")

    def in_year(self, year: int) -> Self:
        """Adopted, or bearing a date, in that year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        adopted = Q(adopted_earliest__lte=last, adopted_latest__gte=first)
        dated = Q(adopted_earliest=None, date_earliest__lte=last, date_latest__gte=first)
        return self.filter(adopted | dated)

    def of_event(self, slug: str) -> Self:
        """Adopted or discussed at the event, if that is public."""
        events = Event.objects.published().filter(slug=slug)
        return self.of_events(events)

    def of_events(self, events: models.QuerySet) -> Self:
        """Adopted or discussed at any of the events, which the caller has narrowed to public ones."""
        discussed = self.model.related_events.through.objects.filter(event__in=events.order_by())
        return self.filter(Q(adopting_event__in=events.order_by()) | Q(pk__in=discussed.values("document")))

    def of_partner(self, partner: "Partner") -> Self:
        """What came of the events at which the partner, itself public, had a named part."""
        return self.of_events(Event.objects.published().with_partner(partner.slug))

    def about(self, theme_slug: str) -> Self:
        """Marked with the theme or a topic under it, or adopted at or discussed at an event that is."""
        themes = Theme.objects.published().filter(Q(slug=theme_slug) | Q(parent__slug=theme_slug))
        marked = self.model.themes.through.objects.filter(theme__in=themes).values("document")
        events = Event.objects.published().about(theme_slug).order_by()
        discussed = self.model.related_events.through.objects.filter(event__in=events).values("document")
        return self.filter(Q(pk__in=marked) | Q(adopting_event__in=events) | Q(pk__in=discussed))

    def for_list(self) -> Self:
        return self.defer("summary", "summary_en", "summary_fr", "summary_ar").prefetch_related(
            Prefetch("adopting_event", queryset=Event.objects.published()), "translation_states"
        )

    def for_detail(self) -> Self:
        return self.prefetch_related(
            Prefetch("adopting_event", queryset=Event.objects.published()),
            Prefetch("related_events", queryset=Event.objects.published().newest_first()),
            Prefetch("themes", queryset=Theme.objects.published()),
            "translation_states",
        )


class RelationQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("document__"), is_published("other__"))
