from events.models import Event, Picture, Series, Theme
from publishing.revisions import keep_revisions

keep_revisions(
    Event,
    parts=("participations", "speakers", "agenda_items", "translation_states"),
    goes_with=("pictures",),
)
keep_revisions(Picture, parts=("translation_states",))
keep_revisions(Theme, parts=("translation_states",))
keep_revisions(Series, parts=("translation_states",))
