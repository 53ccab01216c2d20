"""Whom to ask: the partners as they stand today, and the secretariat's staff."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from members.models import CommitteeComposition, Partner
from members.standing import PartnersOnDay, partners_on

PARTNERS, STAFF = 500, 60


@dataclass(frozen=True)
class Contacts:
    partners: PartnersOnDay
    composition: CommitteeComposition | None
    staff: list[User]


def contacts(term) -> Contacts:
    """`term` is the present one: its partner is named as holding the chair."""
    today = timezone.localdate()
    composition = CommitteeComposition.objects.published().with_public_seats().as_of(today).first()
    partners = Partner.objects.published().with_memberships().order_by("pk")[:PARTNERS]
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    return Contacts(
        partners_on(today, partners, term=term, composition=composition),
        composition,
        list(staff.order_by("last_name", "first_name", "username")[:STAFF]),
    )
