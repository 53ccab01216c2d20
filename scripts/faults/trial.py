"""One fault, tried under load: what was asked and written meanwhile, and when the cause was there."""

import contextlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scripts.faults.judging import Asked, counted
from scripts.faults.ledger import Fate, Ledger
from scripts.faults.parts.process import wait_for
from scripts.faults.readers import KEPT, Reader, warm
from scripts.faults.site import Site
from scripts.faults.truth import Truth, truth_of
from scripts.faults.writers import SIGNED_OUT, Writer, writers_of

READERS, PER_SECOND = 5, 12.0
SETTLING, ENDING = 3.0, 45.0
LATE_SHOWN = 5


@dataclass(frozen=True)
class Demands:
    """What a fault may cost. None: nothing is said of it."""

    # Of all requests, how many may fail.
    most_failed: float | None = None
    # In seconds, from the end of the cause.
    back_within: float | None = None
    # Whether pages that were kept go on coming while the cause lasts.
    kept_pages_stay: bool = False
    # In seconds, of a request of a reader.
    longest: float | None = None


@dataclass
class Trial:
    name: str
    site: Site
    demands: Demands
    asked: list[Asked] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    # Begin and end of each time that the cause was there.
    causes: list[tuple[float, float]] = field(default_factory=list)
    truth: Truth = field(default_factory=Truth)
    # What only this fault tells.
    remarks: dict[str, object] = field(default_factory=dict)
    # What this fault demands besides, and did not get.
    complaints: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    reconnected: int = 0

    @contextlib.contextmanager
    def under_load(self, *, readers: int = READERS, per_second: float = PER_SECOND) -> Iterator[list[Writer]]:
        self.site.forget_tries()
        warm(self.site)
        writers = writers_of(self.site, self.ledger)
        reading = [
            Reader(self.site, number, per_second=per_second, asked=self.asked) for number in range(readers)
        ]
        for one in (*writers, *reading):
            one.start()
        try:
            wait_for(lambda: all(writer.has_written() for writer in writers), "A first write of each")
            time.sleep(SETTLING)
            yield writers
            time.sleep(SETTLING)
        finally:
            for one in (*reading, *writers):
                one.is_done.set()
            for one in (*reading, *writers):
                one.join(ENDING)
        self.reconnected = sum(one.visitor.reconnected for one in reading)
        self.troubles = [what for writer in writers for what in writer.troubles if what != SIGNED_OUT]
        self.truth = truth_of(self.site, self.ledger)

    @contextlib.contextmanager
    def cause(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.causes.append((began, time.monotonic()))

    # What came of it

    def failed(self) -> list[Asked]:
        return [one for one in self.asked if not one.is_good]

    def during(self) -> list[Asked]:
        """What was asked while the cause was there."""
        return [one for one in self.asked if any(begin <= one.began < end for begin, end in self.causes)]

    def longest(self) -> float:
        return max((one.took for one in self.asked), default=0.0)

    def longest_write(self) -> float:
        return max((write.took for write in self.ledger.writes if write.ended), default=0.0)

    def back_after(self) -> float:
        """The longest time from the end of a cause until nothing failed any more that began then."""
        return max((after for after, _one in self._failed_after()), default=0.0)

    def late(self) -> list[str]:
        """What failed longest after a cause had ended."""
        latest = sorted(self._failed_after(), key=lambda found: -found[0])[:LATE_SHOWN]
        return [f"{after:.1f} s: {one.outcome} of {one.question.path}" for after, one in latest]

    def _failed_after(self) -> Iterator[tuple[float, Asked]]:
        for number, (_begin, end) in enumerate(self.causes):
            until = self.causes[number + 1][0] if number + 1 < len(self.causes) else float("inf")
            for one in self.failed():
                # What was under way when the next cause came is that one's.
                if end <= one.began and one.ended < until:
                    yield one.began - end, one

    def kept_that_failed(self) -> list[Asked]:
        return [one for one in self.during() if one.question.sort == KEPT and not one.is_good]

    def misses(self) -> list[str]:
        """Every demand that was not met, with the figure."""
        demands = self.demands
        found = [*self.complaints]
        if not self.truth.is_sound:
            found += [f"{name}: {len(what)}" for name, what in self.truth.said().items()]
        if demands.most_failed is None:
            found += self._unclear()
        else:
            found += self._too_many(demands.most_failed)
        if traces := self.traces():
            found.append(f"traces shown: {traces}")
        if demands.kept_pages_stay and self.kept_that_failed():
            found.append(f"kept pages while it was away: {in_words(self.kept_that_failed())}")
        if demands.longest is not None and self.longest() > demands.longest:
            found.append(f"the longest took {self.longest():.1f} s, over {demands.longest:g}")
        if demands.back_within is not None and self.back_after() > demands.back_within:
            found.append(f"back after {self.back_after():.1f} s, over {demands.back_within:g}")
        return found

    def traces(self) -> int:
        return sum(one.outcome == "trace" for one in self.asked) + sum(
            write.said == "trace" for write in self.ledger.writes
        )

    def may_be_chance(self) -> bool:
        """Whether nothing but time and shares were missed, which a busy machine may do to any portal."""
        return bool(self.misses()) and self.truth.is_sound and not self.traces() and not self.complaints

    def _unclear(self) -> Iterator[str]:
        """Where something may fail, it says so."""
        if forbidden := [one for one in self.failed() if not one.is_clear]:
            yield f"neither good nor a clear 503: {in_words(forbidden)}"
        if unclear := [write.said for write in self.ledger.writes if write.is_unclear]:
            yield f"writes that were told nothing: {counted_words(unclear)}"
        if bare := [what for what in self.troubles if not what.endswith(": 503")]:
            yield f"pages of the desk: {counted_words(bare)}"

    def _too_many(self, most: float) -> Iterator[str]:
        """What staff send and open is counted with what visitors read."""
        writes = [write for write in self.ledger.writes if write.is_answered]
        unknown = [write.said for write in writes if write.fate == Fate.UNKNOWN]
        failed, total = self.failed(), len(self.asked) + len(writes)
        number = len(failed) + len(unknown) + len(self.troubles)
        if number > most * total:
            told = {**counted(failed), **counted_words(unknown), **counted_words(self.troubles)}
            yield f"{number} of {total} requests failed ({100 * number / total:.2f} %): {told}"

    def figures(self) -> dict[str, object]:
        return {
            "fault": self.name,
            "requests": len(self.asked),
            "outcomes": counted(self.asked),
            "asked again on a new connection": self.reconnected,
            "during the cause": {
                sort: counted(one for one in self.during() if one.question.sort == sort)
                for sort in dict.fromkeys(one.question.sort for one in self.during())
            },
            "longest, s": round(self.longest(), 2),
            "longest write, s": round(self.longest_write(), 2),
            "back after, s": round(self.back_after(), 2) if self.causes else None,
            "failed latest": self.late(),
            "times": len(self.causes),
            "writes": self.ledger.counted(),
            "truth": self.truth.said(),
            "writers' troubles": counted_words(self.troubles),
            **self.remarks,
            "missed": self.misses(),
        }


def in_words(asked: Iterable[Asked]) -> str:
    return ", ".join(f"{number} {outcome}" for outcome, number in counted(asked).items())


def counted_words(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found
