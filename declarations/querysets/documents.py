from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Contains

from events.models import Event, Theme
from publishing.dates import (
    KEYS_WITH_A_DAY,
    UNDATED,
    in_year,
    year_of,
)
from publishing.languages import columns_of
from publishing.paging import along
from publishing.querysets import PublishableQuerySet, is_published

if TYPE_CHECKING:
    from declarations.models import Document
    from members.models import Partner

# A page that shows the documents of a partner or a term needs no more than these bring.
EVENTS_LOOKED_THROUGH = 200
# The first and the last day of `Document.shown_date`.
SHOWN_DAYS: dict[str, Any] = {
    "first": Coalesce("adopted_earliest", "date_earliest"),
    "last": Coalesce("adopted_latest", "date_latest"),
}


class DocumentQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by(f"-{along(self, 'sort_key')}", f"-{along(self, 'pk')}")

    def oldest_first(self) -> Self:
        return self.order_by(along(self, "sort_key"), along(self, "pk"))

    def without_files(self) -> Self:
        """Not even one that was withdrawn or is kept back."""
        return self.filter(
            ~Exists(self.model.versions.rel.related_model.objects.filter(document=OuterRef("pk")))
        )

    def years(self) -> list[int]:
        """From the latest to the earliest; two look-ups at the ends of an index."""
        keys = self.filter(sort_key__range=KEYS_WITH_A_DAY).order_by("sort_key", "pk")
        ends = [*keys.reverse().values_list("sort_key")[:1], *keys.values_list("sort_key")[:1]]
        return list(range(year_of(ends[0][0]), year_of(ends[1][0]) - 1, -1)) if ends else []

    def in_year(self, year: int | str) -> Self:
        """Adopted, or bearing a date, in that year; or those without any date."""
        rows, key = self.model._base_manager.all(), along(self, "sort_key")
        if year == UNDATED:
            return self.filter(**{key: 0})
        return self.filter(in_year(int(year), **SHOWN_DAYS, rows=rows, key=key))

    def of_type(self, chosen: str) -> Self:
        return self.filter(**{along(self, "type"): chosen})

    def of_any_type(self, chosen: list[str]) -> Self:
        return self.filter(**{f"{along(self, 'type')}__in": chosen})

    def with_text_in(self, language: str) -> Self:
        return self.filter(self.has_text_in(language))

    def has_text_in(self, language: str) -> Q:
        """A text of it was seen in that language, or there is a public file."""
        seen = Q(Contains(Cast("languages_seen", TextField()), Value(f'"{language}"')))
        versions = self.model.versions.rel.related_model.objects.filter(is_published(), language=language)
        return seen | Q(Exists(versions.filter(document=OuterRef("pk"))))

    def of_event(self, slug: str) -> Self:
        """Adopted or discussed at the event, if that is public."""
        return self.of_events(Event.objects.published().filter(slug=slug))

    def adopted(self) -> Self:
        """By a meeting, be that public or not."""
        return self.filter(adopting_event__isnull=False)

    def adopted_at(self, event: Event) -> Self:
        return self.filter(adopting_event=event)

    def adopted_at_any(self, events: list[Event]) -> Self:
        return self.filter(adopting_event__in=events)

    def discussed_at(self, event: Event) -> Self:
        """Presented, discussed or issued after it, but not adopted there."""
        return self.filter(related_events=event).exclude(adopting_event=event)

    def discussed_at_any(self, events: list[Any]) -> Self:
        """Related to any of them, also those that adopted it."""
        return self.filter(related_events__in=events)

    def meetings(self) -> "models.QuerySet[Event]":
        """The public events at which any of them was adopted or discussed. Each event is asked for its own
        documents, so that in the order of a list the first of them are soon found."""
        rows = self.order_by()
        links = self.model.related_events.through.objects.filter(event=OuterRef("pk"), document__in=rows)
        adopted = Exists(rows.filter(adopting_event=OuterRef("pk")))
        return Event.objects.published().filter(adopted | Exists(links))

    def without_meeting(self) -> Self:
        """Of no public event."""
        links = self.model.related_events.through.objects.filter(document=OuterRef("pk"))
        events = Event.objects.published().order_by()
        return self.filter(
            ~Exists(events.filter(pk=OuterRef("adopting_event"))), ~Exists(links.filter(event__in=events))
        )

    def of_events(self, events: Any) -> Self:
        """Adopted or discussed at any of the events, which the caller has narrowed to public ones. Of very
        many events, at the latest."""
        latest = events.newest_first().values("pk")[:EVENTS_LOOKED_THROUGH]
        adopted = self.model._base_manager.filter(adopting_event__in=latest).order_by().values("pk")
        discussed = self.model.related_events.through.objects.filter(event__in=latest).values("document")
        return self.filter(pk__in=adopted.union(discussed))

    def _of_many_events(self, events: models.QuerySet, others: Q) -> Self:
        """Of any of the events, or the others. Each document is asked for its own events, so that in the
        order of a list the first of them are soon found."""
        links = self.model.related_events.through.objects.filter(document=OuterRef("pk"))
        # As values: of what merely exists PostgreSQL would gather all.
        found = self.alias(
            adopted_there=Subquery(events.order_by().filter(pk=OuterRef("adopting_event")).values("pk")[:1]),
            discussed_there=Subquery(links.filter(event__in=events.order_by()).values("pk")[:1]),
        )
        return found.filter(others | Q(adopted_there__isnull=False) | Q(discussed_there__isnull=False))

    def of_partner(self, partner: "Partner") -> Self:
        """What came of the events at which the partner, itself public, had a named part."""
        return self.of_events(Event.objects.published().with_partner(partner.slug))

    def about(self, theme_slug: str) -> Self:
        """Marked with the theme or a topic under it, or adopted at or discussed at an event that is. They are
        read along the theme's own documents: what is asked besides should be asked afterwards."""
        themes = Theme.objects.published()
        theme = themes.filter(slug=theme_slug).order_by().values("pk")
        return self._along_theme(Subquery(theme[:1]), themes.within(theme_slug).order_by())

    def about_now(self, theme_slug: str) -> Self:
        """As `about()`, with the themes looked up at once: so each document is asked for their keys alone."""
        themes = Theme.objects.published().within(theme_slug).order_by().values_list("slug", "pk")
        found = dict(themes)
        if theme_slug not in found:
            return self.none()
        return self._along_theme(found[theme_slug], list(found.values()))

    def about_any(self, theme_slugs: list[str]) -> Self:
        """As `about()`, for one of the themes."""
        return self._marked(Theme.objects.published().within(*theme_slugs).order_by())

    def _along_theme(self, theme: Any, marked: Any) -> Self:
        """Those of the theme, public or not, that have, or whose public event has, one of some."""
        found = self.filter(themed__theme=theme).alias(
            along_type=F("themed__type"),
            along_sort_key=F("themed__sort_key"),
            along_pk=F("themed__document"),
        )
        return found._marked(marked)

    def _marked(self, themes: Any) -> Self:
        marks = self.model.themes.through.objects.filter(document=OuterRef("pk"), theme__in=themes)
        marked = self.alias(marked=Subquery(marks.values("pk")[:1]))
        events = Event.objects.published().marked_with(themes)
        return marked._of_many_events(events, Q(marked__isnull=False))

    def making_commitments(self) -> Self:
        """From which public commitments follow."""
        rows = self.model.provisions.rel.related_model.commitments.rel.related_model.objects.published()
        return self.filter(pk__in=rows.values("provision__document"))

    def with_provisions(self) -> Self:
        """That can be read paragraph by paragraph."""
        rows = self.model.provisions.rel.related_model.objects.filter(document=OuterRef("pk"))
        return self.filter(Exists(rows))

    def for_list(self) -> Self:
        return self.defer("summary", *columns_of("summary")).prefetch_related(
            Prefetch("adopting_event", queryset=Event.objects.published()), "translation_states"
        )

    def for_reference(self) -> Self:
        """What another record's answer names of it."""
        return self.defer("summary", *columns_of("summary")).newest_first()

    def for_citation(self) -> Self:
        return self.for_reference().prefetch_related(
            Prefetch("adopting_event", queryset=Event.objects.published())
        )


class RelationQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("document__"), is_published("other__"))

    def touching(self, document: "Document") -> Self:
        """Of which it is either end, both ends loaded."""
        return (
            self.filter(Q(document=document) | Q(other=document))
            .select_related("document", "other")
            .order_by("kind", "pk")
        )
