from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils import timezone

from publishing.dates import (
    UNDATED,
    MonthsOf,
    PartialDate,
    Precision,
    in_year,
    keys_within,
    new_months_within,
    new_years_within,
    sort_key,
)
from publishing.languages import columns_of
from publishing.paging import NEWEST_FIRST, along, is_along
from publishing.querysets import PublishableQuerySet, is_published, is_withdrawn

if TYPE_CHECKING:
    from events.models import Event, PictureFile, Series
    from members.models import Chairmanship, Partner


HOSTING = ("host", "co_host")
MOST_RUNNING = 10_000
# What no sentence about a record tells.
BESIDES = (
    *("sources", "mirrors", "editor_note", "search_text"),
    *("withdrawal_reason", *columns_of("withdrawal_reason")),
)
# Of an event, where there are many of them.
UNLISTED = (*BESIDES, "text", *columns_of("text"))
# Of a partner or a theme that another record names: each event has some, and each of them is an object.
UNSAID = (*BESIDES, "description", *columns_of("description"))
CHAIRING = ("chair", "co_chair", "outgoing_chair", "incoming_chair")


class ParticipationQuerySet(models.QuerySet):
    def published(self) -> Self:
        """A row that links two records is public when both are."""
        return self.filter(is_published("event__"), is_published("partner__"))

    def of_public_partners(self) -> Self:
        """For events that are already known to be public."""
        unsaid = (f"partner__{column}" for column in UNSAID)
        rows = self.filter(is_published("partner__")).select_related("partner").defer(*unsaid)
        return rows.order_by("order", "pk")

    def of(self, partner: "Partner") -> Self:
        return self.filter(partner=partner)

    def of_event(self, slug: str) -> Self:
        return self.filter(event__slug=slug)

    def of_partner(self, slug: str) -> Self:
        return self.filter(partner__slug=slug)


class SpeakerQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("event__"))

    def of_event(self, slug: str) -> Self:
        return self.filter(event__slug=slug)


class EventQuerySet(PublishableQuerySet):
    # What was asked of time, "past", "upcoming" or a year: by it some questions are answered without asking.
    _time: str = ""
    _year: int | None = None

    def _clone(self) -> Self:
        found = super()._clone()  # type: ignore[misc]
        found._time, found._year = self._time, self._year
        return found

    def own(self) -> Self:
        """The Process's own meetings: held by itself or with another process."""
        return self.filter(whose="own")

    def not_own(self) -> Self:
        return self.filter(whose="other")

    def upcoming(self) -> Self:
        """Soonest first, by the last possible day. An event stays upcoming until that is over; one
        without a date as long as it is still to be held."""
        until, pk = along(self, "open_until"), along(self, "pk")
        today = timezone.localdate()
        rows = self.filter(**{f"{until}__gte": today})
        if self._year and self._year < today.year:
            # What began in an earlier year and is not over is sought among the few that run over a new year.
            new_years = new_years_within("date_earliest", "date_latest")
            running = self.model._base_manager.alias(new_years=new_years)
            running = running.filter(new_years__gt=0, date_latest__gte=today)
            # So many there never are: with a limit PostgreSQL looks them up first, not all that began then.
            rows = rows.filter(pk__in=running.order_by().values("pk")[:MOST_RUNNING])
        return (rows.none() if self._time == "past" else rows).order_by(until, pk)

    def past(self) -> Self:
        """Newest first. The walk begins with today, however much is still to come."""
        today = timezone.localdate()
        if self._time == "upcoming" or (self._year and self._year > today.year):
            return self.none().newest_first()
        # What has no day and is not to be held any more may stand with the end of a term that still runs.
        undated = self.model._base_manager.filter(open_until=date.min).order_by("-sort_key")
        latest = Coalesce(Subquery(undated.values("sort_key")[:1]), 0)
        last = Greatest(latest, sort_key(PartialDate(today, today, Precision.DAY)))
        begun = Q(**{f"{along(self, 'sort_key')}__lte": last})
        # Not as a range: SQLite would rather use an index of it and sort all that is past.
        return self.filter(begun).exclude(open_until__gte=today).newest_first()

    def newest_first(self) -> Self:
        return self.order_by(f"-{along(self, 'sort_key')}", f"-{along(self, 'pk')}")

    def oldest_first(self) -> Self:
        return self.order_by(along(self, "sort_key"), along(self, "pk"))

    @property
    def is_of_upcoming(self) -> bool:
        """Only the upcoming ones were asked for."""
        return self._time == "upcoming"

    def when(self, time: str) -> Self:
        found = self.past() if time == "past" else self.upcoming()
        found._time = time
        return found

    def order_by(self, *fields: Any) -> Self:
        found = super().order_by(*fields)
        by_time = (along(self, "open_until"), f"-{along(self, 'open_until')}")
        if self._time == "upcoming" and fields and fields[0] not in by_time:
            # By key, so that also in another order only what is upcoming is looked at, however little it is.
            keys = self.model._base_manager.filter(open_until__gte=timezone.localdate()).values("pk")
            found = found.filter(pk__in=keys)
        return found

    def of_own(self, answer: str) -> Self:
        return self.own() if answer == "yes" else self.not_own()

    def in_country(self, code: str) -> Self:
        return self.filter(country=code)

    def years(self) -> list[int]:
        """From the latest to the earliest; two look-ups at the ends of an index."""
        # Between two ends, so that SQLite prefers the indexes of these days to that of publication.
        known = (date.min, date.max)
        first = self.filter(date_earliest__range=known).order_by("date_earliest").values_list("date_earliest")
        last = self.filter(date_latest__range=known).order_by("-date_latest").values_list("date_latest")
        ends = [*first[:1], *last[:1]]
        return list(range(ends[1][0].year, ends[0][0].year - 1, -1)) if ends else []

    def in_year(self, year: int | str) -> Self:
        """May have taken place in that year; or those of which nothing is known of when."""
        if year == UNDATED:
            return self.filter(date_earliest=None)
        rows, key = self.model._base_manager.all(), along(self, "sort_key")
        found = self.filter(in_year(int(year), first="date_earliest", last="date_latest", rows=rows, key=key))
        found._year = int(year)
        return found

    def known_to_the_month(self) -> Self:
        return self.filter(date_precision__in=("day", "month"))

    def begun_within(self, first: date, last: date) -> Self:
        """Known at least to the month; in order."""
        return self.known_to_the_month().filter(sort_key__range=keys_within(first, last)).oldest_first()

    def beyond_a_month(self, first: date, last: date) -> Self:
        """On some of these days, or perhaps so, and not in one month alone: what lasts into another, and
        what is known by its year. The shortest first."""
        # As months, so that the one index that holds all of this is entered for it.
        begun_by = last.year * 12 + last.month
        crossing = self.alias(
            new_months=new_months_within("date_earliest", "date_latest"), begun_in=MonthsOf("date_earliest")
        )
        crossing = crossing.filter(new_months__gt=0, date_latest__gte=first, begun_in__lte=begun_by)
        return crossing.order_by("new_months", "date_latest", "pk")

    def last_before(self, day: date) -> Self:
        """Known to the month, and begun before that day; the latest first."""
        lowest, _highest = keys_within(day, day)
        return self.known_to_the_month().filter(sort_key__lt=lowest).newest_first()

    def first_after(self, day: date) -> Self:
        """Known to the month, and begun after that day; the earliest first."""
        _lowest, highest = keys_within(day, day)
        return self.known_to_the_month().filter(sort_key__gt=highest).oldest_first()

    def of_type(self, chosen: str) -> Self:
        return self.filter(**{along(self, "type"): chosen})

    def of_any_type(self, chosen: list[str]) -> Self:
        return self.filter(**{f"{along(self, 'type')}__in": chosen})

    def of_level(self, level: str) -> Self:
        return self.filter(level_of_type=level)

    def hosted_by(self, slug: str) -> Self:
        return self._in_roles(slug, HOSTING)

    def chaired_by(self, slug: str) -> Self:
        """At a handover by the outgoing and the incoming chair alike."""
        return self._in_roles(slug, CHAIRING)

    def _in_roles(self, slug: str, roles: Sequence[str]) -> Self:
        """The partner, if public, had one of these roles at it."""
        parts = self.model.participations.rel.related_model.objects.filter(role__in=roles)
        return self.filter(pk__in=parts.filter(partner=self._partner(slug)).values("event"))

    def _partner(self, slug: str) -> Subquery:
        # One, not any that may have this slug: else PostgreSQL gathers whatever all of them took part in.
        partner = self.model.partners.rel.model.objects.published().filter(slug=slug).order_by()
        return Subquery(partner.values("pk")[:1])

    def with_partner(self, slug: str) -> Self:
        """The partner, if public, had any role at it. They are read along its own events: what is asked
        besides should be asked afterwards."""
        return self.filter(involvements__partner=self._partner(slug)).alias(
            along_sort_key=F("involvements__sort_key"),
            along_open_until=F("involvements__open_until"),
            along_pk=F("involvements__event"),
        )

    def with_any_partner(self, slugs: list[str]) -> Self:
        """One of the partners, if public, had any role at it."""
        partners = self.model.partners.rel.model.objects.published().filter(slug__in=slugs).order_by()
        involved = self.model.involvements.rel.related_model.objects.filter(partner__in=partners)
        return self.filter(pk__in=involved.values("event"))

    def about(self, theme_slug: str) -> Self:
        """Marked with the theme, if public, or with a public topic under it. They are read along the theme's
        own events, or a partner's where that was asked before: what is asked besides is asked afterwards."""
        themes = self.model.themes.rel.model.objects.published()
        theme = themes.filter(slug=theme_slug).order_by().values("pk")
        return self._along_theme(Subquery(theme[:1]), themes.within(theme_slug).order_by())

    def about_now(self, theme_slug: str) -> Self:
        """As `about()`, with the themes looked up at once: so the planner knows how frequent they are."""
        themes = self.model.themes.rel.model.objects.published().within(theme_slug)
        found = {slug: pk for pk, slug in themes.order_by().values_list("pk", "slug")}
        if theme_slug not in found:
            return self.none()
        return self._along_theme(found[theme_slug], list(found.values()))

    def _along_theme(self, theme: Any, marked: Any) -> Self:
        """Those of the theme, public or not, that are marked with one of some."""
        if is_along(self):
            return self.marked_with(marked)
        marks = self.model.themes.through.objects.filter(event=OuterRef("pk"), theme__in=marked)
        found = self.filter(themed__theme=theme).alias(
            along_type=F("themed__type"),
            along_sort_key=F("themed__sort_key"),
            along_open_until=F("themed__open_until"),
            along_pk=F("themed__event"),
            # As a value: of what merely exists PostgreSQL would gather all.
            marked=Subquery(marks.values("pk")[:1]),
        )
        return found.filter(marked__isnull=False)

    def marked_with(self, themes: Any) -> Self:
        """One of these themes, which the caller has narrowed to public ones."""
        return self.filter(pk__in=self.model.themes.through.objects.filter(theme__in=themes).values("event"))

    def about_any(self, theme_slugs: list[str]) -> Self:
        """As `about()`, for one of the themes."""
        return self.marked_with(
            self.model.themes.rel.model.objects.published().within(*theme_slugs).order_by()
        )

    def dated_within(self, first: date, last: date) -> Self:
        """Began on one of these days; public, or so planned: nothing is written when a moment comes."""
        announced = self.filter(published_at__isnull=False).exclude(is_withdrawn())
        return announced.filter(date_earliest__gte=first, date_earliest__lte=last)

    def held(self) -> Self:
        return self.filter(status="held")

    def latest_day(self) -> date | None:
        return self.aggregate(day=Max("date_latest"))["day"]

    def during(self, term: "Chairmanship") -> Self:
        """Events of the chair term: those of a known day that touch it; of the others those placed in it,
        or dated within it and placed in none. A handover meeting belongs to both terms."""
        is_exact = Q(date_precision="day")
        placed = ~is_exact & Q(chair_term=term)
        if term.start is None:
            return self.filter(placed).newest_first()
        first, last = term.start.earliest, term.end.latest if term.end else date.max
        dated = Q(date_latest__gte=first, date_earliest__lte=last)
        dated &= is_exact | Q(chair_term=None, date_earliest__gte=first)
        # The walk begins with the latest that can be in it, however much has come after the term.
        of_placed = self.model._base_manager.filter(chair_term=term).order_by("-sort_key").values("sort_key")
        latest = Coalesce(Subquery(of_placed[:1]), 0)
        begun = Q(sort_key__lte=Greatest(latest, sort_key(PartialDate(last, last, Precision.DAY))))
        return self.filter(begun, placed | dated).newest_first()

    def for_list(self) -> Self:
        """Everything one row of the list shows, in a fixed number of queries."""
        rows = self.defer(*UNLISTED)
        return rows.prefetch_related(_participations_of(self.model), "translation_states")

    def for_timeline(self) -> Self:
        """What a line of a timeline shows: title, date and place."""
        return self.defer(*UNLISTED).newest_first()

    def for_summary(self) -> Self:
        """What the sentences about an event are made from (`events.prose`)."""
        theme, series = self.model.themes.rel.model, self.model.series.field.related_model
        term: Any = self.model.chair_term.field.related_model
        return self.for_list().prefetch_related(
            Prefetch("series", queryset=series.objects.published()),
            Prefetch("themes", queryset=theme.objects.published().defer(*UNSAID)),
            Prefetch("chair_term", queryset=term.objects.for_naming()),
        )

    def for_summaries(self) -> Self:
        """Of many: with what hangs on an event left to `events.summaries`."""
        return self.defer(*UNLISTED)

    def before(self, event: "Event") -> Self:
        """Earlier events of the same type, the nearest first; none where nothing is known of when."""
        if not event.sort_key:
            return self.none()
        earlier = NEWEST_FIRST.beyond((event.sort_key, event.pk))
        return self.filter(earlier, type=event.type).newest_first()

    def after(self, event: "Event") -> Self:
        """Later events of the same type, the nearest first; none where nothing is known of when."""
        if not event.sort_key:
            return self.none()
        later = NEWEST_FIRST.beyond((event.sort_key, event.pk), reverse=True)
        return self.filter(later, type=event.type).oldest_first()

    def near(self, event: "Event", most: int) -> Self:
        """Those held last before and first after it, at most so many on each side. However many events there
        are, no more are looked at; none where nothing is known of when."""
        if not event.sort_key:
            return self.none()
        rows, key = self.model.objects.all(), (event.sort_key, event.pk)
        earlier = rows.filter(NEWEST_FIRST.beyond(key)).newest_first().values("pk")[:most]
        later = rows.filter(NEWEST_FIRST.beyond(key, reverse=True)).oldest_first().values("pk")[:most]
        # As one list of keys: of two, PostgreSQL asks each event there is whether it is in one of them.
        near = [rows.filter(pk__in=keys).order_by().values("pk") for keys in (earlier, later)]
        # Not by the column itself: a database would rather walk along its index, from the newest on.
        return self.filter(pk__in=near[0].union(near[1])).order_by(-F("sort_key"), "-pk")

    def on_themes_of(self, event: "Event") -> Self:
        """Sharing a public theme with it."""
        links = self.model.themes.through.objects.filter(event=OuterRef("pk"))
        themes = self.model.themes.rel.model.objects.published().filter(events=event.pk)
        return self.filter(Exists(links.filter(theme__in=themes)))

    def of_series(self, series: "Series") -> Self:
        """In the order in which they were held."""
        return self.filter(series=series).oldest_first()

    def of_public_series(self, series: "Series") -> Self:
        """The same, where visitors may see the series itself."""
        return self.of_series(series).filter(is_published("series__"))

    def in_calendar(self) -> Self:
        """Those a calendar can hold: known to the day."""
        return self.filter(date_precision="day")


def _participations_of(event: type["Event"]) -> Prefetch:
    participation: Any = event.participations.rel.related_model
    return Prefetch("participations", queryset=participation.objects.of_public_partners())


class PictureQuerySet(PublishableQuerySet):
    def published(self) -> Self:
        return self.filter(is_published(), is_published("event__"))

    def withdrawn(self) -> Self:
        """Its own withdrawal; its event is still there."""
        return self.filter(is_withdrawn(), is_published("event__"))

    def of_event(self, slug: str) -> Self:
        return self.filter(event__slug=slug)

    def ever_public(self) -> Self:
        """There was a moment at which both the picture and its event could be seen."""
        return self.filter(
            Q(published_at__lte=Now(), event__published_at__lte=Now()),
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=F("event__published_at")),
            Q(event__withdrawn_at=None) | Q(event__withdrawn_at__gt=F("published_at")),
        )

    def of_file(self, file: "PictureFile") -> Self:
        """Wherever the same bytes are shown."""
        return self.filter(file=file)

    def of_public_event(self) -> Self:
        """For events that are already known to be public, or are previewed."""
        return self.filter(is_published()).in_order()

    def without_alternative_text(self) -> Self:
        """In one of the languages at least."""
        lacks = Q()
        for column in columns_of("alt"):
            lacks |= Q(**{column: None}) | Q(**{column: ""})
        return self.filter(lacks)

    def in_order(self) -> Self:
        """With what is needed to show them."""
        return (
            self.select_related("file")
            .prefetch_related("translation_states")
            .order_by("event", "order", "pk")
        )

    def for_naming(self) -> Self:
        return self.select_related("event")


class ThemeQuerySet(PublishableQuerySet):
    def domains(self) -> Self:
        return self.filter(level="domain").order_by("number")

    def topics(self) -> Self:
        return self.filter(level="topic").order_by("slug")

    def within(self, *slugs: str) -> Self:
        """The themes and the topics under them, which a domain that is not public has none of."""
        return self.filter(Q(slug__in=slugs) | is_published("parent__") & Q(parent__slug__in=slugs))

    def without_domain(self) -> Self:
        """Topics that belong to no public domain."""
        return self.exclude(is_published("parent__"))

    def for_detail(self) -> Self:
        return self.prefetch_related(Prefetch("parent", queryset=self.model.objects.published()))

    def under(self, domain: int) -> Self:
        """The topics of the domain with that key."""
        return self.filter(parent=domain)

    def with_topics(self) -> Self:
        """Domains with their public topics as `topics_list`."""
        topics: QuerySet = self.model.objects.published().topics()
        return self.prefetch_related(Prefetch("topics", queryset=topics, to_attr="topics_list"))


class SeriesQuerySet(PublishableQuerySet):
    pass
