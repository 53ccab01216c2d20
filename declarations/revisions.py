from declarations.models import Document
from publishing.revisions import keep_revisions

keep_revisions(Document, parts=("relations", "translation_states"))
