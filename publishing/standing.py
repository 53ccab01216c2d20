"""As what the public record stands now, and until when that is sure to hold unless somebody writes."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from publishing.models import Change, RecordVersion


@dataclass(frozen=True)
class Standing:
    # Equal for as long as every public answer would be the same.
    state: Hashable
    # Until a date changes it: something scheduled, or midnight, from which on other events are upcoming.
    lasts: timedelta


def standing() -> Standing:
    """In one query.

    Pages ask two clocks what is public and what is past: the database's and this machine's. They may
    differ a little, so each moment counts when either has reached it.
    """
    here = timezone.now()
    latest = Change.objects.order_by("-sequence")
    number, recorded_at, there, *announced = (
        RecordVersion.objects.filter(pk=1)
        .values_list(
            "number",
            # With it the number is known again, or not, after a backup was restored.
            latest.values("recorded_at")[:1],
            Now(),
            Change.objects.announced_after(Now()).values("at")[:1],
            Change.objects.announced_after(here).values("at")[:1],
        )
        .first()
    ) or (0, None, here, None, None)
    moments = [
        (moment - clock, moment)
        for clock, next_announced in zip((there, here), announced, strict=True)
        for moment in (next_announced, next_midnight(clock))
        if moment is not None
    ]
    return Standing(
        state=(number, recorded_at, *(moment for _left, moment in moments)),
        lasts=min(left for left, _moment in moments),
    )


def next_midnight(moment: datetime) -> datetime:
    """Days of the portal begin and end in UTC, its TIME_ZONE."""
    return datetime.combine(moment.astimezone(UTC).date() + timedelta(days=1), time.min, UTC)
