"""What partners, chair terms and compositions show of each other in their answers of the API."""

from members.models import Chairmanship, CommitteeComposition, Partner
from publishing.echoes import register

PARTNER = ("slug", "name", "iso")


def register_all() -> None:
    register(Partner, Chairmanship, "partner", *PARTNER)
    register(Partner, CommitteeComposition, "seats__partner", *PARTNER)
    register(Chairmanship, Partner, "chairmanships", "slug", "number", "start", "end", link="partner")
    register(CommitteeComposition, Partner, "committee_seats__composition", "slug", "date")
