"""Places in the feed of changes, from which on nothing is missed.

Numbers follow the order of commits, so what was written after a place is what has a higher number: a row
that becomes visible late, because its transaction took long, has it too. What was announced has its number
since then, and is told when its moment has come. So a place has two parts: a number and a moment. It says
that of all rows up to that number those up to that moment have been told, and no others. What follows is in
two parts as well: what came due of the rows up to the number, by moment; then the rows beyond it, by number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.functions import Now

from publishing.models import Change, RecordVersion
from publishing.problems import BadQueryError

LATEST = "latest"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The name of the feed as long as there is none, and nothing is told.
NO_FEED = "0" * 8
# A transaction that was under way at a moment has ended by then.
OVERLAP = timedelta(minutes=1)
CURSOR = re.compile(r"([0-9a-f]{8})\.([0-9]{1,18})\.([0-9]{1,17})(?:\.([0-9]{1,18}))?")
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    feed: str
    number: int = 0
    moment: datetime = EPOCH
    # Of the rows of that very moment, those up to this number; None: all of them.
    last: int | None = None

    def __str__(self) -> str:
        parts = [self.feed, self.number, (self.moment - EPOCH) // MICROSECOND]
        return ".".join(map(str, parts if self.last is None else [*parts, self.last]))


class Row(NamedTuple):
    sequence: int
    at: datetime
    kind: str
    slug: str
    former_slug: str
    verb: str


class Feed:
    """As it stands at one moment, of the database's clock."""

    def __init__(self) -> None:
        latest = Change.objects.filter(at__lte=Now()).order_by("-at", "-sequence").values("at")[:1]
        known = RecordVersion.objects.filter(pk=1).values_list("feed", "number", Now(), latest).first()
        # Before anything was recorded there is no place but the beginning.
        self.name, self.number, self.now, at = known or (NO_FEED, 0, EPOCH, None)
        self.latest = Place(self.name, self.number, at or EPOCH)

    def place(self, text: str, parameter: str) -> Place:
        """What a cursor or a moment in a query string stands for. Nothing is the beginning."""
        if not text:
            return Place(self.name)
        if text == LATEST:
            return self.latest
        found = CURSOR.fullmatch(text)
        if found is None:
            return self._at_moment(text, parameter)
        feed, number, moment, last = found.groups()
        if feed == NO_FEED and int(number) == 0:
            return Place(self.name)
        if feed != self.name or int(number) > self.number:
            raise _bad(parameter, text, "is not a place in this portal's changes. Fetch everything anew")
        at = EPOCH + int(moment) * MICROSECOND
        if at > self.now + timedelta(days=1):
            raise _bad(parameter, text, "lies ahead of now. Fetch everything anew")
        return Place(feed, int(number), at, int(last) if last else None)

    def _at_moment(self, text: str, parameter: str) -> Place:
        try:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=UTC) if len(text) == len("2026-01-31") else moment
            moment = moment.astimezone(UTC) if moment.tzinfo else EPOCH - OVERLAP
        except (ValueError, OverflowError):
            moment = EPOCH - OVERLAP
        if moment < EPOCH:
            told = "is neither a cursor nor a moment since 1970 such as 2026-01-31 or 2026-01-31T09:30:00Z"
            raise _bad(parameter, text, told)
        if moment > self.now:
            raise _bad(parameter, text, "is still to come")
        return Place(self.name, self.number, max(EPOCH, moment - OVERLAP))

    def after(self, place: Place, most: int) -> tuple[list[tuple[Row, Place]], bool]:
        """At most so many rows, each with the place behind it, and whether there are more. Two queries."""
        rows = Change.objects.filter(at__lte=self.now)
        beyond = Q(at__gt=place.moment)
        if place.last is not None:
            beyond |= Q(at=place.moment, sequence__gt=place.last)
        # Said apart so that an index bounds the search.
        came_due = rows.filter(beyond, at__gte=place.moment, sequence__lte=place.number)
        found = list(_told(came_due.order_by("at", "sequence"), most + 1))
        told = list(_behind_due(found, place))
        if len(found) <= most:
            settled = told[-1][1] if told else place
            settled = replace(settled, last=None)
            written = rows.filter(sequence__gt=place.number).order_by("sequence")
            told += _behind_written(_told(written, most + 1 - len(told)), settled)
        return told[:most], len(told) > most


def _told(rows: Any, most: int) -> Iterator[Row]:
    return map(Row._make, rows.values_list(*Row._fields)[:most])


def _behind_due(rows: list[Row], place: Place) -> Iterator[tuple[Row, Place]]:
    for row in rows:
        place = replace(place, moment=row.at, last=row.sequence)
        yield row, place


def _behind_written(rows: Iterator[Row], place: Place) -> Iterator[tuple[Row, Place]]:
    for row in rows:
        place = replace(place, number=row.sequence, moment=max(place.moment, row.at))
        yield row, place


def _bad(parameter: str, text: str, told: str) -> BadQueryError:
    return BadQueryError({parameter: f"“{parameter}”: “{text[:60]}” {told}."})
