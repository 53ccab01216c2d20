"""Rows as CSV and as JSON, never all of them in memory, and what is said of columns."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from spreadsheets.cells import armoured, canonical
from spreadsheets.columns import Column
from spreadsheets.kinds import Kind

CSV, XLSX, JSON = "csv", "xlsx", "json"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    JSON: "application/json",
}
# Without it, Excel reads UTF-8 as the machine's old encoding.
BYTE_ORDER_MARK = "\ufeff"
# Lines of CSV that go out in one piece.
PORTION = 200


def as_csv(header: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([armoured(name) for name in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([armoured(canonical(cell)) for cell in row])
        if number % PORTION == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def as_json(columns: list[Column], records: Iterable[Any]) -> Iterator[bytes]:
    """A list of objects, one on each line; names are the keys of the columns."""
    yield b"[\n"
    separator = ""
    for record in records:
        row = {column.key: column.data(record) for column in columns}
        yield f"{separator}{json.dumps(row, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"\n]\n"


def explanation(column: Column) -> list[str]:
    choices = [f"{value}: {label}" for value, label in column.choices]
    allowed = "\n".join(filter(None, [column.how_to_write, *choices]))
    needed = _("for a new row") if column.is_required else ""
    return [column.label, column.key, column.meaning, allowed, needed, column.example]


def template_csv(kind: Kind) -> Iterator[bytes]:
    """The names of the columns and a row to write over."""
    columns = kind.read_columns
    return as_csv([column.label for column in columns], [[column.example for column in columns]])
