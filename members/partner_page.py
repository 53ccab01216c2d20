"""All that the page of a partner shows besides the partner itself, in one statement."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from declarations.models import Commitment, Document
from declarations.rows import DocumentRow
from events.models import Event, Participation
from events.querysets import CHAIRING, HOSTING
from events.rows import EventRow
from members.models import Chairmanship, CommitteeComposition, Membership, MembershipMilestone, Partner
from members.plotting import timeline_of
from plots.amounts import Amount
from plots.map import located
from publishing.amounts import amount, list_url
from publishing.models import TranslationState
from publishing.together import Shaped, Together, attach

# What a partner's page lists of each kind before it links to the filtered list.
EVENTS_SHOWN = 100
DOCUMENTS_SHOWN = 50
COMMITMENTS_SHOWN = 10


class RoleColumns(NamedTuple):
    event_id: int
    role: str


def _questions(pk: Any, slug: Any) -> dict[str, Any]:
    # What the querysets look at of a partner; no more of it is known here.
    partner: Any = SimpleNamespace(pk=pk, slug=slug)
    events = Event.objects.published().with_partner(slug).newest_first()[: EVENTS_SHOWN + 1]
    roles = Participation.objects.of(pk).filter(event__in=events.values("pk"))
    documents = Document.objects.published().of_partner(partner).newest_first()
    commitments = Commitment.objects.published().for_list().of_actor(slug).newest_first()
    return {
        "memberships": Membership.objects.filter(partner=pk),
        "milestones": MembershipMilestone.objects.filter(partner=pk),
        "translation_states": TranslationState.objects.of_kind(Partner).filter(object_id=pk),
        "terms": Chairmanship.objects.published().of_partner(pk),
        "seats": CommitteeComposition.objects.published().with_seat_of(pk),
        "events": Shaped(events, EventRow),
        "roles": Shaped(roles.order_by("order", "pk"), RoleColumns),
        "documents": Shaped(documents[:DOCUMENTS_SHOWN], DocumentRow),
        "commitments": commitments[:COMMITMENTS_SHOWN],
    }


PAGE = Together(_questions)
HANGING = ("memberships", "milestones", "translation_states")


def shown_with(partner: Partner) -> dict[str, Any]:
    """Hangs on the partner what belongs to it, and gives what else its page shows, by name."""
    found = PAGE.ask(pk=partner.pk, slug=partner.slug)
    attach(partner, **{name: found.pop(name) for name in HANGING})
    events, roles = found.pop("events"), by_event(found.pop("roles"))
    shown = events[:EVENTS_SHOWN]
    has_more = len(events) > EVENTS_SHOWN
    for term in found["terms"]:
        # Known already, and named on its timeline.
        term.partner = partner
    return {
        **found,
        "memberships": list(partner.memberships.all()),
        "milestones": list(partner.milestones.all()),
        "roles": [{"event": event, "role_labels": labels(roles[event.pk])} for event in shown],
        "figures": [] if has_more else figures_of(partner, [roles[event.pk] for event in shown]),
        "locator": located(str(partner.iso)) if partner.iso else None,
        "timeline": timeline_of(
            partner.memberships.all(),
            found["terms"],
            [(event, roles[event.pk]) for event in shown],
        ),
        "has_more_roles": has_more,
    }


def figures_of(partner: Partner, roles: list[list[str]]) -> list[tuple[str, Amount]]:
    """How often it hosted and chaired, each number leading to its list."""
    counted = (
        (_("Events hosted"), "host", times(roles, HOSTING)),
        (_("Events chaired"), "chair", times(roles, CHAIRING)),
    )
    return [
        (label, amount(count, list_url("events:list", **{name: partner.slug})))
        for label, name, count in counted
        if count
    ]


def times(roles: list[list[str]], among: Collection[str]) -> int:
    return sum(not set(among).isdisjoint(there) for there in roles)


def by_event(rows: list[RoleColumns]) -> dict[int, list[str]]:
    """Key of an event → the partner's roles there."""
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row.role)
    return found


def labels(roles: list[str]) -> list[str]:
    return [str(Participation.Role(role).label) for role in roles]
