"""Large tables are changed piece by piece, each as large as the machine takes well just then."""

import itertools

import pytest

from publishing.pieces import FEWEST, GOAL, MOST, in_pieces

pytestmark = pytest.mark.once


class Machine:
    """It takes so long for each row, and rests when told to."""

    def __init__(self, seconds_a_row):
        self.seconds_a_row, self.now, self.rested = seconds_a_row, 0.0, 0.0

    def rest(self, seconds):
        self.now += seconds
        self.rested += seconds

    def change(self, first, last):
        found = []
        for start, end in in_pieces(first, last, clock=lambda: self.now, rest=self.rest):
            found.append((start, end))
            self.now += (end - start) * self.seconds_a_row
        return found


def test_every_row_is_in_one_piece():
    pieces = Machine(0.0001).change(-1_000_000, 7)

    assert (pieces[0][0], pieces[-1][1]) == (-1_000_000, 8)
    assert all(end == start for (_start, end), (start, _end) in itertools.pairwise(pieces))
    assert Machine(1).change(5, 5) == [(5, 6)]
    assert Machine(1).change(5, 4) == []


@pytest.mark.parametrize("seconds_a_row", [0.00005, 0.0002, 0.001])
def test_pieces_become_as_large_as_takes_the_time_that_nobody_minds(seconds_a_row):
    pieces = Machine(seconds_a_row).change(1, 1_000_000)

    later = [(end - start) * seconds_a_row for start, end in pieces[10:-1]]
    assert all(0.8 * GOAL < took < 1.2 * GOAL for took in later)


def test_others_have_as_long_as_the_pieces_took():
    machine = Machine(0.0001)
    machine.change(1, 100_000)

    assert machine.rested == pytest.approx(machine.now / 2, rel=0.05)


def test_pieces_stay_within_bounds_however_fast_or_slow_it_is():
    fast, slow = Machine(0).change(1, 1_000_000), Machine(1).change(1, 5_000)

    assert max(end - start for start, end in fast) == MOST
    assert min(end - start for start, end in slow[:-1]) == FEWEST
