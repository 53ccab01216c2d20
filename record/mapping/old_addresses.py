"""Where the pages of the earlier site went."""

from collections.abc import Iterator

from publishing.models import OldAddress
from record.entries import Entry
from record.sources import Pack, Row


def entries(pack: Pack) -> Iterator[Entry]:
    for path, row in pack.redirects.items():
        values = (
            {"kind": row["kind"], "target": row["slug"]}
            if "slug" in row
            else {"kind": None, "target": target(row)}
        )
        yield Entry(file="redirects.json", model=OldAddress, slug=path, values=values, key="path")


def target(row: Row) -> str:
    """A list page, with what it is to be narrowed to."""
    return f"{row['name']}?{row['query']}" if "query" in row else row["name"]
