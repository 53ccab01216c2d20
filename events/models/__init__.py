from events.models.events import Event
from events.models.parts import AgendaItem, Participation, Speaker
from events.models.themes import Series, Theme

__all__ = ["AgendaItem", "Event", "Participation", "Series", "Speaker", "Theme"]
