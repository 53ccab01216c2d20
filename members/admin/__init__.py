"""Partners, the chair and the Steering Committee on the secretariat's desk."""

from members.admin.chairmanships import ChairmanshipAdmin
from members.admin.committee import CommitteeCompositionAdmin
from members.admin.partners import PartnerAdmin

__all__ = ["ChairmanshipAdmin", "CommitteeCompositionAdmin", "PartnerAdmin"]
