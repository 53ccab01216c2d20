"""What is wrong with the files, told so that the reader finds the place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    slug: str
    field: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.slug, self.field) if part)
        return f"{place}: {self.message}"


class RecordError(Exception):
    """The files are refused whole; nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
