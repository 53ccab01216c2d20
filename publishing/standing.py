"""As what the public record stands now, and until when that is sure to hold unless somebody writes."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Now
from django.utils import timezone

from publishing.models import Change, RecordVersion
from publishing.reading import KNOWN_NUMBER

# In a request's environment: the moment since which public answers are what they are, if it is known.
UNCHANGED_SINCE = "portal.unchanged_since"
# And the State of before its first rows were read, if those of a stream had to be read at once.
MADE_FROM = "portal.made_from"
# Another version of the portal may write the same record otherwise.
STARTED_AT = timezone.now()


@dataclass(frozen=True)
class State:
    moments: Hashable
    # In whole seconds, as HTTP tells it: none before that second is over, for more may change in it.
    since: datetime | None
    # Of the record's version.
    number: int = 0

    def as_environment(self) -> dict[str, Any]:
        """What a request carries that is asked in order to be kept."""
        return {UNCHANGED_SINCE: self.since, KNOWN_NUMBER: self.number}


@dataclass(frozen=True)
class Standing:
    # Equal for as long as every public answer would be the same.
    state: State
    # Until a date changes it: something scheduled, or midnight, from which on other events are upcoming.
    lasts: timedelta


def standing() -> Standing:
    """In one query.

    Pages ask two clocks what is public and what is past: the database's and this machine's. They may
    differ a little, so each moment counts when either has reached it.
    """
    here = timezone.now()
    latest = Change.objects.order_by("-sequence")
    number, recorded_at, come_about, there, *announced = (
        RecordVersion.objects.filter(pk=1)
        .values_list(
            "number",
            # With it the number is known again, or not, after a backup was restored.
            Subquery(latest.values("recorded_at")[:1]),
            Subquery(Change.objects.come_about_by(Now(), here).values("at")[:1]),
            Now(),
            Subquery(Change.objects.announced_after(Now()).values("at")[:1]),
            Subquery(Change.objects.announced_after(here).values("at")[:1]),
        )
        .first()
    ) or (0, None, None, here, None, None)
    moments = [
        (moment - clock, moment)
        for clock, next_announced in zip((there, here), announced, strict=True)
        for moment in (next_announced, next_midnight(clock))
        if moment is not None
    ]
    if recorded_at and recorded_at > there:
        # By a clock that is ahead: what was published then is public once the database's has come so far.
        moments.append((recorded_at - there, recorded_at))
    known = (number, recorded_at, *(moment for _left, moment in moments))
    return Standing(
        state=State(known, unchanged_since(recorded_at, come_about, midnight_before(here), now=here), number),
        lasts=min(left for left, _moment in moments),
    )


def unchanged_since(*moments: datetime | None, now: datetime) -> datetime | None:
    """The second after the latest of them, once it has come."""
    latest = max(filter(None, (*moments, STARTED_AT))).replace(microsecond=0) + timedelta(seconds=1)
    return latest if latest <= now else None


def midnight_before(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time.min, UTC)


def next_midnight(moment: datetime) -> datetime:
    """Days of the portal begin and end in UTC, its TIME_ZONE."""
    return datetime.combine(moment.astimezone(UTC).date() + timedelta(days=1), time.min, UTC)
