"""Rows as a workbook that explains its columns; never all rows in memory.

Whoever calls this loads it when it is asked for: what writes workbooks is large, and few processes ever do.
"""

import tempfile
from collections.abc import Iterable
from typing import IO, Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from publishing.languages import direction
from spreadsheets.cells import LONGEST_CELL, TOO_LONG, armoured, canonical
from spreadsheets.columns import Column, Date, Time, WholeNumber
from spreadsheets.kinds import Kind
from spreadsheets.writing import explanation

AS_TEXT = "@"


class Book:
    """A workbook that is written row by row, right to left where its reader's language is."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self.sheets: list[Any] = []

    def sheet(self, title: str, header: list[str], widths: list[int]) -> Any:
        sheet: Any = self.book.create_sheet(title)
        sheet.sheet_view.rightToLeft = direction(get_language() or "en") == "rtl"
        sheet.freeze_panes = "A2"
        for position, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(position)].width = width
        sheet.append([self._cell(sheet, name, font=Font(bold=True), wraps=True) for name in header])
        return sheet

    def _cell(self, sheet: Any, text: str, *, font: Font | None = None, wraps: bool = False) -> Any:
        cell = WriteOnlyCell(sheet, value=armoured(text))
        if font:
            cell.font = font
        if wraps:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def append(self, sheet: Any, values: Iterable[str | int | None], *, wraps: bool = False) -> None:
        cells = [as_cell(value) for value in values]
        sheet.append([self._cell(sheet, str(cell), wraps=True) for cell in cells] if wraps else cells)

    def as_text(self, sheet: Any, position: int) -> None:
        """So that the program does not make its own date of "2018-05"."""
        sheet.column_dimensions[get_column_letter(position)].number_format = AS_TEXT

    def saved(self) -> IO[bytes]:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
        self.book.save(file)
        file.seek(0)
        return file


def as_cell(value: str | int | None) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    text = armoured(canonical(value))
    return TOO_LONG if len(text) > LONGEST_CELL else text or None


def width_of(column: Column) -> int:
    return min(40, max(12, len(column.label) + 2))


def as_workbook(kind: Kind, columns: list[Column], rows: Iterable[list[str | int | None]]) -> IO[bytes]:
    """The rows, and a sheet that explains the columns."""
    book = Book()
    sheet = book.sheet(
        capfirst(kind.label)[:31],
        [column.label for column in columns],
        [width_of(column) for column in columns],
    )
    for position, column in enumerate(columns, 1):
        if isinstance(column, Date | Time):
            book.as_text(sheet, position)
    for row in rows:
        book.append(sheet, row)
    explain(book, columns)
    return book.saved()


def cells_of(columns: list[Column], record: Any) -> list[str | int | None]:
    """Numbers as numbers, so that a workbook can reckon with them."""
    return [
        column.read(record) if isinstance(column, WholeNumber) else column.text(record) for column in columns
    ]


def explain(book: Book, columns: list[Column]) -> None:
    """A sheet that says of each column what it means and what may stand there."""
    header = [
        _("Column"),
        _("Name for programs"),
        _("What it is"),
        _("What may stand there"),
        _("Needed"),
        _("Example"),
    ]
    sheet = book.sheet(_("Explanations")[:31], header, [26, 20, 44, 60, 20, 30])
    for column in columns:
        book.append(sheet, explanation(column), wraps=True)


def template_workbook(kind: Kind) -> IO[bytes]:
    columns = kind.read_columns
    return as_workbook(kind, columns, [[column.example for column in columns]])
