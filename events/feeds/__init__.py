from events.feeds.addresses import calendar_address, has_calendar

__all__ = ["calendar_address", "has_calendar"]
