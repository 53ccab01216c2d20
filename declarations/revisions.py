from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry
from publishing.revisions import keep_revisions

keep_revisions(Document, parts=("relations", "provisions", "translation_states"), goes_with=("versions",))
keep_revisions(DocumentVersion, parts=("translation_states",))
keep_revisions(Commitment, parts=("translation_states",), goes_with=("entries",))
keep_revisions(ProgressEntry, parts=("translation_states",))
