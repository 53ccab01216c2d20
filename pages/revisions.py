from pages.models import Page
from publishing.revisions import keep_revisions

keep_revisions(Page, parts=("translation_states",))
