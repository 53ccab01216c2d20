from events.models.events import Event
from events.models.involvements import Involvement
from events.models.parts import AgendaItem, Participation, Speaker
from events.models.pictures import Picture, PictureFile
from events.models.themed import ThemedEvent
from events.models.themes import Series, Theme

__all__ = [
    "AgendaItem",
    "Event",
    "Involvement",
    "Participation",
    "Picture",
    "PictureFile",
    "Series",
    "Speaker",
    "Theme",
    "ThemedEvent",
]
