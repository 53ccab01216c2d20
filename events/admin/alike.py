"""Events that are probably one, entered twice."""

from datetime import timedelta

from publishing.folding import fold
from publishing.languages import columns_of
from search.alike import alike_by_title

MOST = 50
# An event known only by its year begins, as far as is known, a year before it ends.
A_YEAR = timedelta(days=366)


def alike_events(event, others):
    """With nearly the same title, or of one type in one place; and at the same time, for all that is known.

    A Steering Committee meeting bears the title of the one before: another date is another meeting.
    """
    by_title = [
        other
        for other in alike_by_title(others, event, columns_of("title"))
        if _may_be_at_the_same_time(event, other)
    ]
    by_type = [other for other in _of_type_and_time(event, others) if _may_be_at_the_same_place(event, other)]
    return list({other.pk: other for other in [*by_title, *by_type]}.values())


def _of_type_and_time(event, others):
    if event.date is None:
        return []
    return others.filter(
        type=event.type,
        date_earliest__range=(event.date.earliest - A_YEAR, event.date.latest),
        date_latest__gte=event.date.earliest,
    ).newest_first()[:MOST]


def _may_be_at_the_same_time(one, other):
    if one.date is None or other.date is None:
        return True
    return one.date.earliest <= other.date.latest and other.date.earliest <= one.date.latest


def _may_be_at_the_same_place(one, other):
    """Unless both are known, and are not the same."""
    if one.mode != other.mode and one.Mode.ONLINE in (one.mode, other.mode):
        return False
    for name in ("country", *columns_of("city")):
        here, there = fold(str(getattr(one, name) or "")), fold(str(getattr(other, name) or ""))
        if here and there and here != there:
            return False
    return True
