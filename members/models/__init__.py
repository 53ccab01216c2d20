from members.models.chairmanships import Chairmanship, ChairPerson
from members.models.committee import CommitteeComposition, CommitteeSeat
from members.models.memberships import Membership, MembershipMilestone
from members.models.partners import Partner

__all__ = [
    "ChairPerson",
    "Chairmanship",
    "CommitteeComposition",
    "CommitteeSeat",
    "Membership",
    "MembershipMilestone",
    "Partner",
]
