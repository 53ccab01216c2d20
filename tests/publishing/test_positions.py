"""Nothing in the feed of changes is skipped, nor told twice, in whatever order it becomes visible."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.models import Change, RecordVersion
from publishing.positions import Feed
from publishing.problems import BadQueryError
from tests.clock import clock

pytestmark = pytest.mark.django_db


def write(now, *, begun=0, due=0):
    """A change whose transaction began that many seconds ago, of what happens that many seconds from now."""
    version = RecordVersion.lock()
    version.number += 1
    version.save()
    at = now + timedelta(seconds=due or -begun)
    Change.objects.create(
        sequence=version.number,
        kind="event",
        slug=f"e-{version.number}",
        verb="changed",
        at=at,
        recorded_at=now,
    )
    return version.number


def read(cursor, most):
    """Everything there is now, page by page, and the last cursor."""
    found, more = [], True
    while more:
        feed = Feed(cursor, "since")
        told, more = feed.following(most)
        found += [row.sequence for row, _place in told]
        cursor = str(told[-1][1] if told else feed.place)
    return found, cursor


def test_what_is_committed_late_or_comes_due_is_told_then_and_once():
    with clock() as now:
        scheduled = write(now.now, due=60)
        first = write(now.now)
        told, cursor = read("", 1)
        assert told == [first]
        # It has waited for the other's lock with an earlier moment in its hands.
        late = write(now.now, begun=5)
        assert (told := read(cursor, 1))[0] == [late]
        now.move(seconds=60)
        assert (told := read(told[1], 1))[0] == [scheduled]
        assert read(told[1], 1)[0] == []


def test_changes_of_one_moment_are_told_one_after_another():
    with clock() as now:
        announced = [write(now.now, due=60) for _ in range(3)]
        told, cursor = read("latest", 2)
        assert told == []
        now.move(seconds=60)
        written = [write(now.now) for _ in range(3)]
        assert read(cursor, 2)[0] == announced + written


def test_what_a_clock_has_written_that_is_ahead_follows_the_latest_place():
    with clock() as now:
        write(now.now)
        ahead = write(now.now + timedelta(seconds=5))
        # Whoever reads the lists from here on does not find it there.
        latest = str(Feed().latest)
        assert read(latest, 2)[0] == []
        now.move(seconds=5)
        assert read(latest, 2)[0] == [ahead]


def test_a_clock_that_is_far_ahead_hides_nothing_that_comes_due_meanwhile():
    with clock() as now:
        announced = write(now.now, due=1800)
        ahead = write(now.now + timedelta(hours=1))
        told, cursor = read("", 1)
        assert told == [ahead]
        assert read(cursor, 1) == ([], cursor)
        now.move(seconds=1800)
        told, cursor = read(cursor, 1)
        assert told == [announced]
        now.move(hours=1)
        assert read(cursor, 1)[0] == []


steps = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 3), st.sampled_from([0, 0, 1, 2, 5])),
    st.tuples(st.just("move"), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("read"), st.integers(1, 3), st.just(0)),
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=st.lists(steps, min_size=5, max_size=25))
def test_reader_misses_nothing_whatever_the_order(db, done):
    with clock() as now, transaction.atomic():
        cursor, told = "", []
        for what, number, due in done:
            if what == "write":
                write(now.now, begun=number, due=due)
            elif what == "move":
                now.move(seconds=number)
            else:
                found, cursor = read(cursor, number)
                told += found
                due_now = Change.objects.filter(at__lte=now.now).values_list("sequence", flat=True)
                assert sorted(told) == sorted(due_now)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("cursor", "told"),
    [
        ("00000000.1.1", "Fetch everything anew"),
        ("{feed}.9.1", "Fetch everything anew"),
        ("{feed}.1.99999999999999999", "Fetch everything anew"),
        ("yesterday", "neither a cursor nor a moment"),
        ("2026-02-31", "neither a cursor nor a moment"),
        ("2026-02-01T10:00:00", "neither a cursor nor a moment"),
        ("0001-01-01T00:00:00+23:00", "neither a cursor nor a moment"),
        ("2199-01-01", "still to come"),
    ],
)
def test_what_is_no_place_is_named(cursor, told):
    version = RecordVersion.lock()
    with pytest.raises(BadQueryError) as error:
        Feed(cursor.format(feed=version.feed), "since")

    assert told in error.value.errors["since"]


def test_moment_tells_a_minute_more_and_before_anything_was_recorded_there_is_only_the_beginning():
    assert (str(Feed().latest), read("", 5)[0]) == ("00000000.0.0", [])
    with clock() as now:
        numbers = [write(now.now), write(now.now, due=200)]
        now.move(seconds=100)
        numbers.append(write(now.now))
        now.move(seconds=120)
        assert read((now.now - timedelta(seconds=100)).isoformat(), 1)[0] == [numbers[1], numbers[2]]
