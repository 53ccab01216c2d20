"""Time zones as calendars describe them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# No zone changes its clock and changes it back within it.
STEP = timedelta(days=7)
MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def described(name: str, first_year: int, last_year: int) -> bytes:
    """RFC 5545 wants each zone that is named to be described, for the years in question at least.

    Each change of the clock is told on its own: of rules and lists, programs that calendars are read with
    make different times.
    """
    # Large, and few ask for calendars.
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    zone = ZoneInfo(name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC) - STEP
    described = Timezone()
    described.add("tzid", name)
    for change in (begin, *_changes(zone, begin, datetime(last_year + 1, 1, 1, tzinfo=UTC))):
        before, after = (change - MINUTE).astimezone(zone), change.astimezone(zone)
        observance = TimezoneDaylight() if after.dst() else TimezoneStandard()
        # By the clock as it was before the change.
        observance.add("dtstart", (change + (before.utcoffset() or timedelta())).replace(tzinfo=None))
        observance.add("tzoffsetfrom", before.utcoffset())
        observance.add("tzoffsetto", after.utcoffset())
        observance.add("tzname", after.tzname())
        described.add_component(observance)
    return described.to_ical()


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments from which another time is shown."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone).utcoffset()

    while begin < end:
        following = begin + STEP
        if offset(following) != offset(begin):
            before, after = begin, following
            while after - before > MINUTE:
                middle = before + (after - before) // MINUTE // 2 * MINUTE
                if offset(middle) == offset(begin):
                    before = middle
                else:
                    after = middle
            yield after
        begin = following
