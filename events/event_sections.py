"""Of which parts the page of an event consists, in the order of reading: address within it → heading."""

from typing import Any

from events.models import Event
from publishing.labels import sentence as _
from publishing.languages import text_in


def sections_of(event: Event, shown: dict[str, Any]) -> dict[str, str]:
    """Only those that there is something to show in."""
    is_held = event.status == Event.Status.HELD
    parts = (
        ("text", text_in(event, "text").value, _("What happened") if is_held else _("About this event")),
        ("pictures", event.pictures.all(), _("Pictures")),
        ("adopted", shown["adopted"], _("Adopted here")),
        ("discussed", shown["discussed"], _("Presented, discussed or issued")),
        ("followed_up", shown["followed_up"], _("Commitments it followed up")),
        ("agenda", event.agenda_items.all(), _("Agenda")),
        ("speakers", event.speakers.all(), _("Speakers and guests named in the sources")),
        ("series", shown["series_events"], _("Part of a series")),
        ("related", shown["same_theme"] or shown["same_country"], _("Related events")),
        ("sources", event.sources, _("Sources")),
    )
    return {anchor: heading for anchor, content, heading in parts if content}
