"""How far long work has come: a bar on a terminal, and in a log one line for each step that is done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


class Progress:
    def __init__(self, write: Callable[[str], object] = lambda _line: None) -> None:
        self.write = write

    @contextmanager
    def step(
        self, title: str, *, total: int | None = None, unit: str = "B"
    ) -> Iterator[Callable[[int], object]]:
        """Yields what is called with each amount that has been done."""
        began = time.monotonic()
        # `None`: not at all, unless somebody looks on.
        with tqdm(
            total=total, unit=unit, unit_scale=True, desc=title, disable=None, leave=False, file=sys.stderr
        ) as bar:
            done = Done(bar.update)
            yield done
        amount = size_of(done.amount) if unit == "B" else f"{done.amount:,}{unit}"
        self.write(f"{title}: {amount} in {time.monotonic() - began:.1f} s")


class Done:
    """Counts by itself: a bar that is not shown does not."""

    def __init__(self, shown: Callable[[int], object]) -> None:
        self.shown, self.amount = shown, 0

    def __call__(self, amount: int) -> None:
        self.amount += amount
        self.shown(amount)


def size_of(amount: float) -> str:
    for unit in ("bytes", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.2f} GB"
