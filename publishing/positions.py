"""Places in the feed of changes, from which on nothing is missed.

Numbers follow the order of commits, so what was written after a place is what has a higher number: a row
that becomes visible late, because its transaction took long, has it too. What was announced has its number
since then, and is told when its moment has come. So a place has two parts: a number and a moment. It says
that of all rows up to that number those up to that moment have been told, and no others. What follows is in
two parts as well: what came due of the rows up to the number, by moment; then the rows beyond it, by number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

from django.db.models import Exists, F, Q, Subquery, Value
from django.db.models.functions import Coalesce, Now

from publishing.models import Change, RecordVersion
from publishing.problems import BadQueryError
from publishing.reading import go_on_at_primary, is_from_replica

# The parameters in which a place is given: of the feed itself, and of lists.
SINCE, MODIFIED_SINCE = "since", "modified_since"
LATEST = "latest"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The name of the feed as long as there is none, and nothing is told.
NO_FEED = "0" * 8
# A transaction that was under way at a moment has ended by then.
OVERLAP = timedelta(minutes=1)
NOTHING: tuple[Any, ...] = (NO_FEED, 0, EPOCH, 0, None, None, False)
FOLLOWS_FROM_MOMENT = -1
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
    """As it stands at one moment, of the database's clock, for whoever has come to `place`."""

    def __init__(self, text: str = "", parameter: str = "") -> None:
        """`text` is a cursor, a moment or nothing, as it stands in a query string under that name."""
        asked = _asked(text, parameter)
        asked_number = self._look(asked)
        if is_from_replica() and self._is_unknown(asked):
            # It was told by a server that knows more, and what came due is known there.
            go_on_at_primary()
            asked_number = self._look(asked)
        if asked.number == FOLLOWS_FROM_MOMENT:
            asked = replace(asked, number=asked_number)
        self.place = self.latest if text == LATEST else self._checked(asked, text, parameter)

    def _look(self, asked: Place) -> int:
        """How the feed stands. Returns the number that the place has."""
        written = Change.objects.filter(at__lte=F("recorded_at")).order_by("-at", "-sequence")
        before = Coalesce(Subquery(written.filter(at__lt=asked.moment).values("sequence")[:1]), 0)
        number: Any = before if asked.number == FOLLOWS_FROM_MOMENT else Value(asked.number)
        latest: Any = Change.objects.filter(at__lte=Now()).order_by("-at", "-sequence").values("at")[:1]
        # Written by a clock that is ahead: neither in a list yet nor told, so the latest place is before it.
        unseen: Any = Change.objects.filter(at__gt=Now(), at__lte=F("recorded_at")).order_by("sequence")
        due = _came_due(asked, number, Now())
        known = (
            RecordVersion.objects.filter(pk=1)
            .values_list(
                *("feed", "number", Now(), number, latest, Subquery(unseen.values("sequence")[:1])),
                Exists(due) if asked.number else Value(False),
            )
            .first()
        )
        self.feed, self.number, self.now, asked_number, at, first_unseen, self.something_came_due = (
            known or NOTHING
        )
        self.latest = Place(self.feed, first_unseen - 1 if first_unseen else self.number, at or EPOCH)
        return int(asked_number)

    def _is_unknown(self, asked: Place) -> bool:
        """Another feed's, or further on than this one is."""
        return bool(asked.feed) and (asked.feed != self.feed or asked.number > self.number)

    def _checked(self, asked: Place, text: str, parameter: str) -> Place:
        """Raises BadQueryError for what is no place in this portal's changes."""
        if not asked.feed:
            if asked.moment > self.now:
                raise _bad(parameter, text, "is still to come")
            return replace(asked, feed=self.feed)
        if asked.feed == NO_FEED and not asked.number:
            return Place(self.feed)
        if self._is_unknown(asked):
            raise _bad(parameter, text, "is not a place in this portal's changes. Fetch everything anew")
        if asked.moment > self.now + timedelta(days=1):
            raise _bad(parameter, text, "lies ahead of now. Fetch everything anew")
        return asked

    def following(self, most: int) -> tuple[list[tuple[Row, Place]], bool]:
        """At most so many rows, each with the place behind it, and whether there may be more. One query:
        what came due has pages of its own."""
        if self.something_came_due:
            due = _came_due(self.place, self.place.number, self.now).order_by("at", "sequence")
            return list(_behind_due(_told(due, most), self.place)), True
        seen = Q(at__lte=self.now) | Q(at__lte=F("recorded_at"))
        written = Change.objects.filter(seen, sequence__gt=self.place.number).order_by("sequence")
        rows = list(takewhile(self._is_seen, _told(written, most + 1)))
        # Pages in the middle are not asked for again. What came due until now need not be looked for on the
        # way, among ever more rows; on the last one, the same place stays the same until something happens.
        settled = replace(self.place, last=None)
        if len(rows) > most:
            settled = replace(settled, moment=max(settled.moment, self.now))
        return list(_behind_written(rows[:most], settled, self.now)), len(rows) > most

    def _is_seen(self, row: Row) -> bool:
        """Not yet, where the clock of whoever wrote it is a little ahead; what follows waits with it."""
        return row.at <= self.now or row.at > self.now + OVERLAP


def _asked(text: str, parameter: str) -> Place:
    """Without the name of a feed, where it does not give one."""
    if not text or text == LATEST:
        return Place("")
    found = CURSOR.fullmatch(text)
    if found is None:
        return Place("", FOLLOWS_FROM_MOMENT, max(EPOCH, _moment(text, parameter) - OVERLAP))
    feed, number, moment, last = found.groups()
    return Place(feed, int(number), EPOCH + int(moment) * MICROSECOND, int(last) if last else None)


def _moment(text: str, parameter: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2026-01-31"):
            moment = moment.replace(tzinfo=UTC)
        if moment.tzinfo is not None and moment.astimezone(UTC) >= EPOCH:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    told = "is neither a cursor nor a moment since 1970 such as 2026-01-31 or 2026-01-31T09:30:00Z"
    raise _bad(parameter, text, told)


def _came_due(place: Place, number: Any, now: Any) -> Any:
    """Of what had been announced up to that number, that whose moment has come since the place's."""
    beyond = Q(at__gt=place.moment)
    if place.last is not None:
        beyond |= Q(at=place.moment, sequence__gt=place.last)
    # Said apart so that an index bounds the search.
    announced = Change.objects.filter(at__gt=F("recorded_at"), at__gte=place.moment, at__lte=now)
    return announced.filter(beyond, sequence__lte=number)


def _told(rows: Any, most: int) -> Iterator[Row]:
    return map(Row._make, rows.values_list(*Row._fields)[:most])


def _behind_due(rows: Iterator[Row], place: Place) -> Iterator[tuple[Row, Place]]:
    for row in rows:
        place = replace(place, moment=row.at, last=row.sequence)
        yield row, place


def _behind_written(rows: Iterable[Row], place: Place, now: datetime) -> Iterator[tuple[Row, Place]]:
    for row in rows:
        # By a clock that is ahead: what comes due before that moment has not been told.
        moment = row.at if row.at <= now else place.moment
        place = replace(place, number=row.sequence, moment=max(place.moment, moment))
        yield row, place


def _bad(parameter: str, text: str, told: str) -> BadQueryError:
    return BadQueryError({parameter: f"“{parameter}”: “{text[:60]}” {told}."})
