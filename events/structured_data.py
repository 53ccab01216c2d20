"""What search engines read on an event's page (schema.org Event)."""

from typing import Any

from django.conf import settings

from events.models import Event
from members.structured_data import CONTEXT, reference_to
from publishing.languages import text_in

STATUS = {
    Event.Status.CANCELLED: "https://schema.org/EventCancelled",
    Event.Status.POSTPONED: "https://schema.org/EventPostponed",
}
ATTENDANCE = {
    Event.Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Event.Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Event.Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
ORGANISING_ROLES = {"host", "co_host", "organiser"}


def structured_data_of(event: Event) -> dict[str, Any] | None:
    """None where the day is not known: the vocabulary has no honest way to say so."""
    if event.date is None or not event.date.is_exact:
        return None
    title = text_in(event, "title")
    address = settings.SITE_URL + event.get_absolute_url()
    data = {
        **CONTEXT,
        "@type": "Event",
        "name": title.value,
        "inLanguage": title.language,
        "url": address,
        "startDate": (event.starts_at or event.date.earliest).isoformat(),
        "endDate": (event.ends_at or event.date.latest).isoformat(),
        "eventStatus": STATUS.get(event.status, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": ATTENDANCE[event.mode],
        "image": [settings.SITE_URL + picture.address for picture in event.pictures.all()],
        "location": _location(event, address),
        "organizer": [
            reference_to(participation.partner)
            for participation in event.participations.all()
            if participation.role in ORGANISING_ROLES
        ],
    }
    return {key: value for key, value in data.items() if value}


def _location(event: Event, address: str) -> dict[str, Any] | None:
    if event.mode == Event.Mode.ONLINE:
        return {"@type": "VirtualLocation", "url": address}
    city, venue = text_in(event, "city").value, text_in(event, "venue").value
    country = str(event.country or "")
    if not city and not country:
        return None
    place = {"addressLocality": city, "addressCountry": country}
    return {
        "@type": "Place",
        "name": venue or event.place,
        "address": {"@type": "PostalAddress", **{key: value for key, value in place.items() if value}},
    }
