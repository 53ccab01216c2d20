"""The rows that are wrong, as a small spreadsheet to correct, and what comes back from it."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from publishing.admin.keys import key_of
from publishing.folding import fold
from publishing.labelled import labelled
from spreadsheets.cells import TOO_LONG, canonical, plain
from spreadsheets.importing import held_as_seen
from spreadsheets.kinds import KINDS
from spreadsheets.models import ImportRow, ImportRun
from spreadsheets.reading.tables import Table

# So many can be corrected on the page itself.
PAGE = 50
TYPED = re.compile(r"(?:leave-out|cell)-([0-9]{1,9})(?:-[0-9]+)?")


def number_label() -> str:
    return _("Row in your file")


def problem_label() -> str:
    return _("What is wrong")


def header_of(run: ImportRun) -> list[str]:
    return [number_label(), problem_label(), *run.header]


def wrong_rows(run: ImportRun) -> Iterator[list[str]]:
    labels = labels_of(run)
    for row in run.rows.filter(outcome=ImportRow.Outcome.PROBLEM).iterator(chunk_size=500):
        yield [str(row.number), sentences(row, labels), *[plain(cell) for cell in row.cells]]


def labels_of(run: ImportRun) -> dict[str, str]:
    return {column.key: column.label for column in KINDS[run.kind].columns}


def sentences(row: ImportRow, labels: dict[str, str]) -> str:
    told = []
    for problem in row.problems:
        label = labels.get(problem["column"], "")
        told.append(labelled(label, problem["message"]) if label else problem["message"])
    return " ".join(told)


class OtherFileError(Exception):
    """It has no column that says which row of the first file is meant."""


def _places(header: list[str], names: list[str], *, without: set[int]) -> dict[int, int]:
    """Column of the file that came back → of the first file; of several with one name, in their order."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for index, name in enumerate(map(fold, header)):
        waiting[name].append(index)
    return {
        index: waiting[name].popleft()
        for index, name in enumerate(names)
        if index not in without and waiting[name]
    }


def _in_every_language(label: Any) -> set[str]:
    found = set()
    for code in settings.MODELTRANSLATION_LANGUAGES:
        with translation.override(code):
            found.add(fold(label()))
    return found


def _first(names: list[str], wanted: set[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)


def take_corrections(*, run: ImportRun, table: Table, seen: str) -> int:
    """Put the corrected rows in the place of those they were. How many; raises OtherFileError, and
    OutdatedError if the check of the mark `seen` is not the last."""
    names = [fold(name) for name in table.header]
    position = _first(names, _in_every_language(number_label))
    if position is None:
        raise OtherFileError
    told = _first(names, _in_every_language(problem_label))
    ours = {index for index in (position, told) if index is not None}
    columns = _places(run.header, names, without=ours)
    corrected = {key_of(cells[position].strip()): cells for _number, cells in table.rows}
    with transaction.atomic():
        held_as_seen(run, seen=seen)
        count = 0
        for row in run.rows.filter(number__in=corrected):
            row.cells = [*row.cells]
            for index, target in columns.items():
                # What did not fit into a cell of the workbook was never seen, and stays.
                if corrected[row.number][index] != TOO_LONG:
                    row.cells[target] = plain(corrected[row.number][index])
            row.save(update_fields=["cells"])
            count += 1
    return count


def cells_of(row: ImportRow, run: ImportRun) -> dict[str, int]:
    """Key of a column → where it stands in the file."""
    return {key: int(number) for number, key in run.mapping.items() if key}


def digest_of(words: str) -> str:
    """By it a box is known that nobody has typed into."""
    return sha256(canonical(words).encode()).hexdigest()[:16]


def typed_in(sent: Any) -> dict[str, str]:
    """What was typed over, and which rows are left out. A box that stands as it was shown says nothing, and
    PostgreSQL keeps no null character."""
    return {
        name: words.replace("\0", "")
        for name, words in sent.items()
        if TYPED.fullmatch(name) and sent.get(f"was-{name}") != digest_of(words)
    }


def take_typed(*, run: ImportRun, sent: Any, seen: str) -> int:
    """Cells that were typed over on the page, and rows that are left out. How many rows; raises OutdatedError
    if the check of the mark `seen` is not the last."""
    typed = typed_in(sent)
    numbers = {int(found[1]) for name in typed if (found := TYPED.fullmatch(name))}
    with transaction.atomic():
        held_as_seen(run, seen=seen)
        changed = 0
        for row in run.rows.filter(outcome=ImportRow.Outcome.PROBLEM, number__in=numbers):
            if typed.get(f"leave-out-{row.number}"):
                row.delete()
                changed += 1
                continue
            cells = [typed.get(f"cell-{row.number}-{index}", cell) for index, cell in enumerate(row.cells)]
            if cells != row.cells:
                row.cells = cells
                row.save(update_fields=["cells"])
                changed += 1
        run.row_count = run.rows.count()
        run.save(update_fields=["row_count"])
    return changed
