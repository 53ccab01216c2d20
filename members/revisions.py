from members.models import Chairmanship, CommitteeComposition, Partner
from publishing.revisions import keep_revisions

keep_revisions(Partner, parts=("memberships", "milestones", "translation_states"))
keep_revisions(CommitteeComposition, parts=("seats", "translation_states"))
keep_revisions(Chairmanship, parts=("people", "translation_states"))
