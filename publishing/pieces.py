"""Many rows are changed a few at a time, so that nobody waits long for a piece: neither for its rows, nor for
the disk that takes it in. For migrations of large tables, on a portal that serves meanwhile.

How many at once follows from how long the last took, as it is different on every machine and at every hour;
and after each the others have their turn.

    for start, end in in_pieces(first, last):
        cursor.execute("UPDATE … WHERE id >= %s AND id < %s AND new IS NULL", [start, end])
"""

import time
from collections.abc import Callable, Iterator

# In seconds. Two requests that wait for a piece each are still far from what anybody notices.
GOAL = 0.1
FIRST, FEWEST, MOST = 500, 50, 20_000
# As long as the piece took, and no longer than that.
LONGEST_REST = 1.0


def in_pieces(
    first: int,
    last: int,
    *,
    goal: float = GOAL,
    clock: Callable[[], float] = time.monotonic,
    rest: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[int, int]]:
    """From `first` up to, and with, `last`: the first number of each piece, and the one after it."""
    start, size = first, FIRST
    while start <= last:
        end = min(start + size, last + 1)
        began = clock()
        yield start, end
        took = clock() - began
        # A gap in the numbers, or a moment in which nobody else worked, must not make the next one huge.
        factor = min(2.0, goal / took) if took > 0 else 2.0
        size = max(FEWEST, min(MOST, int(size * factor)))
        start = end
        if start <= last:
            rest(min(took, LONGEST_REST))
