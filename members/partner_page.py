"""All that the page of a partner shows besides the partner itself, in one statement."""

from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from declarations.models import Commitment, Document
from declarations.rows import DocumentRow
from events.models import Participation
from events.rows import EventRow
from members.models import Chairmanship, CommitteeComposition, Membership, MembershipMilestone, Partner
from publishing.models import TranslationState
from publishing.together import Shaped, Together, attach

# What a partner's page lists of each kind before it links to the filtered list.
EVENTS_SHOWN = 100
DOCUMENTS_SHOWN = 50
COMMITMENTS_SHOWN = 10
# A partner may have several roles at one event.
PARTS_READ = 2 * EVENTS_SHOWN


class PartColumns(NamedTuple):
    """A role, and the columns of an `EventRow`, in its order."""

    role: str
    event__pk: int
    event__sort_key: int
    event__slug: str
    event__title_en: str | None
    event__title_fr: str | None
    event__title_ar: str | None
    event__type: str
    event__scope: str
    event__status: str
    event__mode: str
    event__country: str
    event__city_en: str | None
    event__city_fr: str | None
    event__city_ar: str | None
    event__date_earliest: date | None
    event__date_latest: date | None
    event__date_precision: str | None


def _questions(pk: Any, slug: Any) -> dict[str, Any]:
    # What the querysets look at of a partner; no more of it is known here.
    partner: Any = SimpleNamespace(pk=pk, slug=slug)
    parts = Participation.objects.published().of(pk)
    documents = Document.objects.published().of_partner(partner).newest_first()
    commitments = Commitment.objects.published().for_list().of_actor(slug).newest_first()
    return {
        "memberships": Membership.objects.filter(partner=pk),
        "milestones": MembershipMilestone.objects.filter(partner=pk),
        "translation_states": TranslationState.objects.of_kind(Partner).filter(object_id=pk),
        "terms": Chairmanship.objects.published().of_partner(pk),
        "seats": CommitteeComposition.objects.published().with_seat_of(pk),
        "parts": Shaped(parts.newest_first()[: PARTS_READ + 1], PartColumns),
        "documents": Shaped(documents[:DOCUMENTS_SHOWN], DocumentRow),
        "commitments": commitments[:COMMITMENTS_SHOWN],
    }


PAGE = Together(_questions)
HANGING = ("memberships", "milestones", "translation_states")


def shown_with(partner: Partner) -> dict[str, Any]:
    """Hangs on the partner what belongs to it, and gives what else its page shows, by name."""
    found = PAGE.ask(pk=partner.pk, slug=partner.slug)
    attach(partner, **{name: found.pop(name) for name in HANGING})
    roles, is_cut = named_parts(found.pop("parts"))
    return {
        **found,
        "memberships": list(partner.memberships.all()),
        "milestones": list(partner.milestones.all()),
        "roles": roles[:EVENTS_SHOWN],
        "has_more_roles": is_cut or len(roles) > EVENTS_SHOWN,
    }


def named_parts(parts: list[PartColumns]) -> tuple[list[dict[str, Any]], bool]:
    """The latest events it hosted, chaired or had another named part in, with its roles; and whether
    there are older ones."""
    found: dict[int, dict[str, Any]] = {}
    for part in parts[:PARTS_READ]:
        row = found.setdefault(part.event__pk, {"event": EventRow(*part[1:]), "role_labels": []})
        row["role_labels"].append(str(Participation.Role(part.role).label))
    return list(found.values()), len(parts) > PARTS_READ
