"""Partners that take part together: all members, the Steering Committee, who came the last time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from events.models import Event, Participation
from members.models import CommitteeComposition, Membership, Partner

MOST_PARTNERS = 300
Region = Partner.Region
AFRICAN = (Region.HORN_AND_EAST_AFRICA, Region.NORTH_AFRICA)
EUROPEAN = (Region.EU, Region.EUROPE_NON_EU)


@dataclass
class Group:
    key: str
    label: str | Promise
    partners: list[Partner]


def groups_on(day: date, *, event_type: str = "", event: Event | None = None) -> list[Group]:
    """Those that are not empty, in the order in which they are wanted. A fixed number of queries."""
    members = list(_holding(Membership.Standing.MEMBER, day))
    groups = [
        Group("members", _("All members"), members),
        Group("african", _("African members"), [one for one in members if one.region in AFRICAN]),
        Group("european", _("European members"), [one for one in members if one.region in EUROPEAN]),
        *_committee(day),
        *_previous(day, event_type, event),
        Group(
            "organisations",
            _("Partner organisations"),
            list(_holding(Membership.Standing.PARTNER_ORGANISATION, day)),
        ),
        Group("observers", _("Observers"), list(_holding(Membership.Standing.OBSERVER, day))),
    ]
    return [group for group in groups if group.partners]


def _holding(standing: str, day: date) -> QuerySet[Partner]:
    """Certainly, on that day."""
    memberships: Any = Membership.objects.filter(standing=standing).as_of(day)
    held = memberships.filter(held="yes")
    return Partner.objects.filter(pk__in=held.values("partner")).order_by("slug")[:MOST_PARTNERS]


def _committee(day: date) -> list[Group]:
    composition = CommitteeComposition.objects.as_of(day).first()
    if composition is None:
        return []
    seated = Partner.objects.filter(pk__in=composition.seats.values("partner")).order_by("slug")
    label = _("Steering Committee, as of %(date)s") % {"date": composition.date}
    return [Group("committee", label, list(seated[:MOST_PARTNERS]))]


def _previous(day: date, event_type: str, event: Event | None) -> list[Group]:
    """Who took part in the last event of the type, held before that day, of which anybody is known."""
    # As it was sent: what the form refuses is shown with it, too.
    if event_type not in Event.Type.values:
        return []
    known = Event.objects.filter(
        type=event_type, pk__in=Participation.objects.values("event"), date_latest__lt=day
    )
    if event is not None and event.pk:
        known = known.exclude(pk=event.pk)
    last = known.newest_first().first()
    if last is None:
        return []
    took_part = Partner.objects.filter(pk__in=last.participations.values("partner")).order_by("slug")
    label = _("As at “%(event)s”, %(date)s") % {"event": last, "date": last.date}
    return [Group("previous", label, list(took_part[:MOST_PARTNERS]))]
