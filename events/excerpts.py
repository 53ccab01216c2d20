"""What events, themes and series show of other records in their answers of the API."""

from events.models import Event, Picture, Series, Theme
from members.excerpts import PARTNER
from members.models import Chairmanship, Partner
from publishing.echoes import register

# The sort key tells where it stands among others.
EVENT = ("slug", "title", "date", "sort_key")
THEME = ("slug", "name", "level", "number")


# What the sentences about an event say a partner by.
SPOKEN = (*PARTNER, "english_article", "french_article", "arabic_gender")


def register_all() -> None:
    register(Partner, Event, "participations__partner", *SPOKEN)
    register(Partner, Event, "chair_term__partner", *SPOKEN)
    register(Chairmanship, Event, "chair_term", "slug", "number", "partner_id")
    # The summary says whether its events were held back to back, and names topics under a domain first.
    register(Series, Event, "series", "slug", "title", "series_kind")
    register(Event, Series, "events", *EVENT, link="series")
    register(Theme, Event, "themes", *THEME, "parent_id")
    register(Theme, Theme, "parent", *THEME)
    register(Theme, Theme, "topics", *THEME, link="parent")
    register(Picture, Event, "pictures", link="event")
    register(Event, Picture, "event", *EVENT)
