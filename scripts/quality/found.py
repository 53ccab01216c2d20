"""What one part of the quality run has to say."""

from dataclasses import dataclass, field


@dataclass
class Found:
    # What is wrong, each with the page where it is.
    findings: list[str] = field(default_factory=list)
    # What was measured, for people to read.
    figures: list[str] = field(default_factory=list)
    # Why nothing could be looked at.
    skipped: str = ""

    @property
    def verdict(self) -> str:
        if self.skipped:
            return "skipped"
        return f"{len(self.findings)} found" if self.findings else "ok"
