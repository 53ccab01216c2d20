from pages.models import Page, Term
from publishing.revisions import keep_revisions

keep_revisions(Page, parts=("translation_states",))
keep_revisions(Term, parts=("translation_states",))
