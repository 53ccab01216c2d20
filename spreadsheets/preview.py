"""What pages show of an import: its counts, its rows by what they would do, and what came of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.keys import number_in
from publishing.history import Difference
from spreadsheets.cells import plain
from spreadsheets.corrections import PAGE, TYPED, digest_of, labels_of, typed_in
from spreadsheets.kinds import KINDS
from spreadsheets.models import ImportRow, ImportRun, Trace
from spreadsheets.undoing import desk_address

Outcome = ImportRow.Outcome

DELIMITERS: dict[str, str | Promise] = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("vertical lines"),
}
ENCODINGS: dict[str, str | Promise] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": gettext_lazy("Windows, western letters (1252)"),
    "cp1256": gettext_lazy("Windows, Arabic letters (1256)"),
}
TABS: list[tuple[str, str | Promise]] = [
    (Outcome.PROBLEM.value, gettext_lazy("To correct")),
    (Outcome.NEW.value, gettext_lazy("New")),
    (Outcome.CHANGED.value, gettext_lazy("Changed")),
    (Outcome.UNCHANGED.value, gettext_lazy("Unchanged")),
]


def source_in_words(run: ImportRun) -> str:
    if run.source.get("format") != "csv":
        return _("A workbook; its first sheet was read.")
    return _("A text in the encoding %(encoding)s, separated by %(delimiter)s.") % {
        "encoding": ENCODINGS.get(run.source["encoding"], run.source["encoding"]),
        "delimiter": DELIMITERS[run.source["delimiter"]],
    }


@dataclass(frozen=True)
class Summary:
    """One line of the list of imports."""

    run: ImportRun

    @property
    def kind(self) -> str:
        return capfirst(KINDS[self.run.kind].label)

    @property
    def source(self) -> str:
        return source_in_words(self.run)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int
    is_open: bool
    address: str


@dataclass(frozen=True)
class WrongCell:
    """A problem, and the box in which its cell can be typed over, if the file has a column for it."""

    label: str
    message: str
    name: str = ""
    value: str = ""
    is_long: bool = False
    # Of what is stored.
    was: str = ""


@dataclass(frozen=True)
class ShownRow:
    row: ImportRow
    labels: dict[str, str]
    positions: dict[str, int]
    languages: dict[str, str]
    typed: dict[str, str]

    @property
    def differences(self) -> list[Difference]:
        return [
            Difference(self.labels.get(one["column"], one["column"]), one["before"], one["after"])
            for one in self.row.changes
        ]

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """Of a new record: label, words and language of each value."""
        return [
            (
                self.labels.get(one["column"], one["column"]),
                one["after"],
                self.languages.get(one["column"], ""),
            )
            for one in self.row.changes
            if one["after"]
        ]

    @property
    def words(self) -> str:
        """By which somebody knows the row again."""
        return " · ".join(plain(cell) for cell in self.row.cells if cell.strip())

    @property
    def wrong_cells(self) -> list[WrongCell]:
        """Each cell can be typed over once, however much is wrong with it."""
        found, boxed = [], set()
        for problem in self.row.problems:
            key = problem["column"]
            position = None if key in boxed else self.positions.get(key)
            boxed.add(key)
            label = self.labels.get(key, "")
            if position is None:
                found.append(WrongCell(label, problem["message"]))
                continue
            name = f"cell-{self.row.number}-{position}"
            stored = plain(self.row.cells[position])
            value = self.typed.get(name, stored)
            is_long = "\n" in value or len(value) > 80
            found.append(WrongCell(label, problem["message"], name, value, is_long, digest_of(stored)))
        return found

    @property
    def is_left_out(self) -> bool:
        return bool(self.typed.get(f"leave-out-{self.row.number}"))


class Preview:
    """The rows of one outcome, a page of them; `asked` is the query string, `sent` what was typed over on the
    page before and has not been taken."""

    def __init__(self, run: ImportRun, asked: Any, sent: Any = None) -> None:
        self.run, self.typed = run, typed_in(sent or {})
        counts = run.counts
        wanted = asked.get("show", "")
        first = next((name for name, _label in TABS if counts.get(name)), Outcome.UNCHANGED.value)
        self.shown = wanted if wanted in dict(TABS) else first
        self.after = number_in(asked.get("after", ""), figures=9) if wanted == self.shown else 0
        self.tabs = [
            Tab(
                name,
                str(label),
                counts.get(name, 0),
                name == self.shown,
                f"{run.get_absolute_url()}?show={name}",
            )
            for name, label in TABS
        ]

    @cached_property
    def _page(self) -> list[ImportRow]:
        rows = self.run.rows.filter(outcome=self.shown)
        found = list(rows.filter(number__gt=self.after)[: PAGE + 1])
        if not found and self.after:
            # Those that stood there are no longer of this outcome; those before them may be.
            self.after = 0
            found = list(rows[: PAGE + 1])
        return found

    @cached_property
    def rows(self) -> list[ShownRow]:
        labels = labels_of(self.run)
        positions = {key: int(number) for number, key in self.run.mapping.items() if key}
        languages = {column.key: column.language for column in KINDS[self.run.kind].read_columns}
        return [ShownRow(row, labels, positions, languages, self.typed) for row in self._page[:PAGE]]

    @property
    def left_over(self) -> list[tuple[str, str]]:
        """Row and words of what was typed into boxes that are not on this page: no longer needed, or moved on
        by rows that are wrong now."""
        boxes = {cell.name for shown in self.rows for cell in shown.wrong_cells}
        names = [name for name in self.typed if name.startswith("cell-") and name not in boxes]
        return [(found[1], self.typed[name]) for name in names if (found := TYPED.fullmatch(name))]

    @property
    def next_address(self) -> str:
        if len(self._page) <= PAGE:
            return ""
        return f"{self.run.get_absolute_url()}?show={self.shown}&after={self._page[PAGE - 1].number}"


@dataclass(frozen=True)
class Traces:
    """What an import has made and changed, the first of each."""

    made: list[tuple[Trace, str]]
    changed: list[tuple[Trace, str]]
    made_count: int
    changed_count: int
    shown: int = PAGE


def traces(run: ImportRun) -> Traces:
    counts = dict(run.traces.order_by().values_list("was_created").annotate(Count("pk")))

    def first(*, was_created: bool) -> list[tuple[Trace, str]]:
        rows = run.traces.filter(was_created=was_created)
        return [(trace, desk_address(trace)) for trace in rows[:PAGE]]

    return Traces(
        first(was_created=True), first(was_created=False), counts.get(True, 0), counts.get(False, 0)
    )
