"""What a load did with each record, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    slug: str
    outcome: Outcome
    # Fields that were written, and reasons for what was not.
    fields: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}: {'; '.join(self.reasons)}"


@dataclass(slots=True)
class Report:
    lines: list[Line] = field(default_factory=list)

    def count(self, outcome: Outcome, kind: str | None = None) -> int:
        return sum(line.outcome == outcome and kind in {None, line.kind} for line in self.lines)

    def with_reasons(self) -> list[Line]:
        return [line for line in self.lines if line.reasons]

    def text(self) -> Iterator[str]:
        """The report as the command prints it."""
        kinds = Counter(line.kind for line in self.lines)
        yield f"{'':24}{'created':>10}{'updated':>10}{'unchanged':>11}{'skipped':>9}"
        for kind in kinds:
            created, updated, unchanged, skipped = (self.count(outcome, kind) for outcome in Outcome)
            yield f"{kind:24}{created:>10}{updated:>10}{unchanged:>11}{skipped:>9}"
        for line in self.lines:
            if line.outcome == Outcome.UPDATED:
                yield f"Updated {line.kind} {line.slug}: {', '.join(line.fields)}"
        for line in self.with_reasons():
            yield f"Kept {line}"
