from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When

from publishing.models import Record
from publishing.querysets import PublishableQuerySet, RecordQuerySet, is_published


class PartnerQuerySet(PublishableQuerySet):
    def countries(self) -> Self:
        return self.filter(partner_kind="country")

    def secretariat_on(self, day: date) -> Self:
        """Who ran the Secretariat that day, as far as is known."""
        membership = self.model.memberships.rel.related_model
        running = membership.objects.filter(standing="secretariat").as_of(day).exclude(held="no")
        return self.filter(pk__in=running.values("partner")).order_by("slug")

    def with_memberships(self) -> Self:
        return self.prefetch_related("memberships")


class MembershipQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("partner__"))

    def of_partner(self, slug: str) -> Self:
        return self.filter(partner__slug=slug)

    def as_of(self, day: date) -> Self:
        """Each row with `held`: "yes", "no" or "not_known" on that day (rule of `Membership.held_on`)."""
        not_begun = Q(start_earliest__gt=day) | Q(start_earliest=None, not_before__gte=day) & ~Q(
            attested_latest__lte=day
        )
        begun = Q(start_latest__lte=day) | Q(start_earliest=None, attested_latest__lte=day)
        ended = Q(end_latest__lt=day)
        perhaps_ended = Q(end_earliest__lt=day) | Q(end_earliest=None, unlisted_earliest__lte=day)
        return self.annotate(
            held=Case(
                When(not_begun | ended, then=Value("no")),
                When(perhaps_ended, then=Value("not_known")),
                When(begun, then=Value("yes")),
                default=Value("not_known"),
                output_field=models.CharField(),
            )
        )


class CommitteeCompositionQuerySet(RecordQuerySet):
    def published(self) -> Self:
        return self.certain()

    def with_public_seats(self) -> Self:
        """With its seats held by public partners, partners loaded."""
        seat = self.model.seats.rel.related_model
        seats = seat.objects.filter(is_published("partner__")).select_related("partner").order_by("pk")
        return self.prefetch_related(Prefetch("seats", queryset=seats), "translation_states")

    def as_of(self, day: date) -> Self:
        """Those dated on or before the day, latest first: the first one held. Undated ones never do."""
        return self.filter(date_latest__lte=day).order_by("-date_latest", "-pk")

    def latest_on(self, day: date) -> Self:
        """The one that tells who sat that day, as far as is known; none before the first."""
        return self.filter(pk__in=self.as_of(day).values("pk")[:1])

    def with_seat_of(self, partner: Record) -> Self:
        """Those in which the partner sat, latest first, undated ones last, with `seat_is_temporary`."""
        return (
            self.filter(seats__partner=partner)
            .annotate(seat_is_temporary=F("seats__is_temporary"))
            .order_by(F("date_latest").desc(nulls_last=True), "pk")
        )


class ChairmanshipQuerySet(RecordQuerySet):
    def published(self) -> Self:
        return self.certain().filter(is_published("partner__"))

    def for_naming(self) -> Self:
        return self.select_related("partner")

    def for_list(self) -> Self:
        return self.select_related("partner").prefetch_related("people", "translation_states").latest_first()

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def of_partner(self, partner: Record) -> Self:
        return self.filter(partner=partner).latest_first()

    def before(self, term: Record) -> Self:
        """Earlier terms, the nearest first."""
        return self.filter(number__lt=term.number).order_by("-number")  # type: ignore[attr-defined]

    def after(self, term: Record) -> Self:
        """Later terms, the nearest first."""
        return self.filter(number__gt=term.number).order_by("number")  # type: ignore[attr-defined]

    def as_of(self, day: date) -> Self:
        """Terms that certainly or possibly ran on that day, the latest first.

        At a handover both the outgoing and the incoming term run; an open end runs on.
        """
        begun = Q(start_earliest__lte=day)
        not_over = Q(end_latest=None) | Q(end_latest__gte=day)
        return self.filter(begun & not_over).latest_first()

    def in_office(self, day: date) -> Self:
        """Terms that certainly ran on that day (rule of `Chairmanship.held_on`), the latest first: the
        first one holds the chair."""
        not_over = Q(end_earliest=None) | Q(end_earliest__gte=day)
        return self.filter(not_over, start_latest__lte=day).latest_first()

    def within(self, first: date, last: date) -> Self:
        """Terms that certainly or possibly ran on one of these days, in their order."""
        begun = Q(start_earliest__lte=last)
        not_over = Q(end_latest=None) | Q(end_latest__gte=first)
        return self.filter(begun & not_over).order_by("number")

    def overlapping(self, term: Record) -> Self:
        """Other terms of the same partner that certainly share more than the handover day with it.

        Of a term whose start is not known nothing is certain.
        """
        start, end = term.start, term.end  # type: ignore[attr-defined]
        if start is None:
            return self.none()
        found = self.filter(partner_id=term.partner_id, start_latest__isnull=False)  # type: ignore[attr-defined]
        found = found.exclude(pk=term.pk).filter(Q(end_earliest=None) | Q(end_earliest__gt=start.latest))
        return found if end is None else found.filter(start_latest__lt=end.earliest)
