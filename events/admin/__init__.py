"""Events, series and themes on the secretariat's desk."""

from events.admin.events import EventAdmin
from events.admin.pictures import PictureAdmin
from events.admin.series import SeriesAdmin
from events.admin.themes import ThemeAdmin

__all__ = ["EventAdmin", "PictureAdmin", "SeriesAdmin", "ThemeAdmin"]
