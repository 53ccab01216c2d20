"""The audit log as a file: row by row, in bounded memory, and harmless in a spreadsheet program."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC

from accounts.models import AuditEntry
from publishing.paging import LATEST_CHANGE_FIRST, Order, page_of
from spreadsheets.cells import armoured

NEWEST_FIRST = Order(("at", "pk"), descending=True, parse=LATEST_CHANGE_FIRST.parse)
READ_AT_ONCE = 1000
# The same in every language, for whoever reads the file with a program.
COLUMNS = [
    "id",
    "at",
    "action",
    "person_id",
    "person",
    "kind",
    "object_id",
    "object_name",
    "address",
    "details",
]


class _Line:
    """What the writer of CSV takes for a file: hands each line back."""

    def write(self, line: str) -> str:
        return line


def entries(rows) -> Iterator[AuditEntry]:
    cursor = ""
    while True:
        page = page_of(rows, order=NEWEST_FIRST, size=READ_AT_ONCE, after=cursor)
        yield from page.rows
        if not page.next_cursor:
            return
        cursor = page.next_cursor


def row_of(entry: AuditEntry) -> dict:
    row = {name: getattr(entry, name) for name in COLUMNS}
    return row | {"at": f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"}


def as_csv(rows) -> Iterator[str]:
    # The mark by which spreadsheet programs know the encoding.
    yield "\ufeff"
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for entry in entries(rows):
        row = row_of(entry) | {
            "details": json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
        }
        yield writer.writerow([armoured("" if value is None else str(value)) for value in row.values()])


def as_json_lines(rows) -> Iterator[str]:
    for entry in entries(rows):
        yield json.dumps(row_of(entry), ensure_ascii=False) + "\n"


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8", "csv"),
    "jsonl": (as_json_lines, "application/x-ndjson; charset=utf-8", "jsonl"),
}
