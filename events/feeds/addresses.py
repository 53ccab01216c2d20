from django.urls import reverse

from events.models import Event


def has_calendar(event: Event) -> bool:
    """A calendar knows only exact days."""
    return event.date is not None and event.date.is_exact


def calendar_address(event: Event) -> str:
    return reverse("events:calendar", kwargs={"slug": event.slug})
