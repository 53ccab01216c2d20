"""Who hosted and chaired an event."""

from collections.abc import Iterator
from typing import Any

from events.models import Participation
from record.names import partner_slugs
from record.sources import Pack, Row

Role = Participation.Role


def participations(pack: Pack, event: Row) -> list[dict[str, Any]]:
    slugs = partner_slugs(pack)
    return [
        {"order": order, "partner": slugs[code], "role": role.value}
        for order, (role, code) in enumerate(roles(pack, event), start=1)
    ]


def roles(pack: Pack, event: Row) -> Iterator[tuple[Role, str]]:
    """Where the chair was handed over, the terms say who went and who came; the event's own list of
    chairs then adds only who is neither."""
    handover = dict(handover_at(pack, event))
    yield from ((Role.HOST, code) for code in event["hosts"])
    yield from ((Role.CO_HOST, code) for code in event["co_hosts"])
    yield from handover.items()
    yield from ((Role.CHAIR, code) for code in event["chairs"] if code not in handover.values())
    yield from ((Role.CO_CHAIR, code) for code in event["co_chairs"])


def handover_at(pack: Pack, event: Row) -> Iterator[tuple[Role, str]]:
    chairs = {term["order"]: term for term in pack.chairs}
    for order, term in chairs.items():
        if term["handover_meeting"] == event["slug"]:
            yield Role.OUTGOING_CHAIR, term["chair"]
            yield Role.INCOMING_CHAIR, chairs[order + 1]["chair"]
