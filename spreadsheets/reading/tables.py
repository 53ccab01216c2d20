"""One file that staff have sent: which kind of file it is, the names of its columns, and its rows."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Timer
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreadsheets.cells import plain
from spreadsheets.reading import delimited
from spreadsheets.reading.limits import MOST_BYTES, MOST_COLUMNS, MOST_LETTERS, MOST_LETTERS_IN_ALL, MOST_ROWS

SECONDS = 90
ARCHIVE = b"PK\x03\x04"
# Workbooks of the nineties, or encrypted ones.
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HINT = "sep="

REASONS: dict[str, str | Promise] = {
    "too_large": _("The file is larger than 20 MB. Divide it into several."),
    "too_large_inside": _(
        "The workbook is too large when it is unpacked. Save only the sheet with the rows."
    ),
    "too_many_rows": _("The file has more than 20,000 rows. Divide it into several."),
    "too_many_columns": _("The file has more than 200 columns. Take out those that are not needed."),
    "too_long": _("A row of the file is longer than any text of the record. Is it a table?"),
    "password": _("The workbook is protected by a password. Save it without one."),
    "old": _("This is an old or protected workbook. Save it as .xlsx or as CSV, without a password."),
    "broken": _(
        "The file cannot be read as a workbook. Open it in your spreadsheet program and save it anew."
    ),
    "not_text": _("The file is neither a workbook (.xlsx) nor a text with separators (.csv)."),
    "encoding": _("The file cannot be read in this encoding. Let it be detected, or choose another."),
    "empty": _("The file has no rows below the names of its columns."),
}


class RefusedError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def message(self) -> str:
        return str(REASONS[self.reason])


@dataclass
class Table:
    header: list[str]
    # Number, as spreadsheet programs count, and cells, as many as there are names.
    rows: list[tuple[int, list[str]]]
    source: dict[str, Any] = field(default_factory=dict)


def read(file: Any, *, encoding: str = "") -> Table:
    """Raises RefusedError if it cannot be read, or is larger than what one import takes."""
    if file.size > MOST_BYTES:
        raise RefusedError("too_large")
    content = file.read()
    if content.startswith(OLD_WORKBOOK):
        raise RefusedError("old")
    if content.startswith(ARCHIVE):
        return _table(_rows_of_workbook(content), {"format": "xlsx"})
    return _read_text(content, encoding)


def _read_text(content: bytes, encoding: str) -> Table:
    found = encoding or delimited.encoding_of(content)
    try:
        text = content.decode(found).removeprefix("\ufeff")
    except UnicodeError as error:
        raise RefusedError("encoding") from error
    if "\0" in text:
        raise RefusedError("not_text")
    skipped = 0
    delimiter = delimited.delimiter_of(text)
    first, _break, rest = text.partition("\n")
    if first.strip().lower().startswith(HINT) and len(first.strip()) == len(HINT) + 1:
        # What Excel writes so that it reads its own file.
        delimiter, text, skipped = first.strip()[-1], rest, 1
    source = {"format": "csv", "encoding": found, "delimiter": delimiter}
    try:
        rows = ((number + skipped, cells) for number, cells in delimited.rows(text, delimiter))
        return _table(rows, source)
    except csv.Error as error:
        raise RefusedError("not_text") from error


def _table(rows: Iterable[tuple[int, list[str]]], source: dict[str, Any]) -> Table:
    header: list[str] = []
    kept: list[tuple[int, list[str]]] = []
    total = 0
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        letters = sum(map(len, cells))
        total += letters
        if letters > MOST_LETTERS:
            raise RefusedError("too_long")
        if total > MOST_LETTERS_IN_ALL:
            raise RefusedError("too_large_inside")
        if not header:
            header = [plain(cell).strip() for cell in cells]
            if len(header) > MOST_COLUMNS:
                raise RefusedError("too_many_columns")
            continue
        if len(kept) == MOST_ROWS:
            raise RefusedError("too_many_rows")
        # What stands right of the names has no name.
        kept.append((number, (cells + [""] * len(header))[: len(header)]))
    if not kept:
        raise RefusedError("empty")
    return Table(header, kept, source)


def _rows_of_workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        process = subprocess.Popen(  # noqa: S603 - our own program and a path of our own
            [sys.executable, "-m", "spreadsheets.reading.workbook", file.name],
            cwd=settings.BASE_DIR,
            # It has no business with the portal's secrets.
            env={"PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        alarm = Timer(SECONDS, process.kill)
        alarm.start()
        try:
            with process:
                for line in process.stdout or ():
                    answer = json.loads(line)
                    if isinstance(answer, dict):
                        raise RefusedError(answer["refused"])
                    yield answer[0], answer[1]
        finally:
            alarm.cancel()
            process.kill()
    if process.returncode:
        # Ended by its bounds, or by a fault that the file set off.
        raise RefusedError("too_large_inside" if process.returncode < 0 else "broken")
