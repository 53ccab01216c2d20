"""What is in a database: every table row by row, every sequence, and every constraint, index and trigger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Contents:
    # Name → how many rows, and the SHA-256 of all of them in the order of their keys.
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    # Name → its number before and after the rows were read: sequences are outside of transactions, and others
    # may have taken numbers meanwhile.
    sequences: dict[str, tuple[int, int]] = field(default_factory=dict)
    # Columns, constraints, indexes, triggers and functions: name → how the database itself writes it.
    schema: dict[str, str] = field(default_factory=dict)
    # Of the database's other roles, those with rights here. Not compared: another server has others.
    roles: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(rows for rows, _digest in self.tables.values())

    def as_bytes(self) -> bytes:
        told = {
            "tables": self.tables,
            "sequences": self.sequences,
            "schema": self.schema,
            "roles": self.roles,
        }
        return json.dumps(told, sort_keys=True, indent=1).encode()

    @classmethod
    def from_bytes(cls, written: bytes) -> "Contents":
        told: dict[str, Any] = json.loads(written)
        return cls(
            tables={name: (rows, digest) for name, (rows, digest) in told["tables"].items()},
            sequences={name: (first, last) for name, (first, last) in told["sequences"].items()},
            schema=told["schema"],
            roles=told["roles"],
        )


def differences(expected: Contents, found: Contents) -> list[str]:
    """One sentence for each; none if the two are the same."""
    return [
        *_missing("table", expected.tables, found.tables),
        *_rows(expected, found),
        *_missing("sequence", expected.sequences, found.sequences),
        *_numbers(expected, found),
        *_missing("", expected.schema, found.schema),
        *(
            f"{name} is written otherwise: {expected.schema[name]} became {found.schema[name]}"
            for name in sorted(expected.schema.keys() & found.schema.keys())
            if expected.schema[name] != found.schema[name]
        ),
    ]


def _missing(what: str, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for name in sorted(expected.keys() - found.keys()):
        yield f"{what} {name} is missing".strip()
    for name in sorted(found.keys() - expected.keys()):
        yield f"{what} {name} is there and should not be".strip()


def _rows(expected: Contents, found: Contents) -> Iterator[str]:
    for name in sorted(expected.tables.keys() & found.tables.keys()):
        (rows, digest), (found_rows, found_digest) = expected.tables[name], found.tables[name]
        if rows != found_rows:
            yield f"table {name} has {found_rows:,} rows, not {rows:,}"
        elif digest != found_digest:
            yield f"table {name} has other values in its {rows:,} rows"


def _numbers(expected: Contents, found: Contents) -> Iterator[str]:
    for name in sorted(expected.sequences.keys() & found.sequences.keys()):
        first, last = expected.sequences[name]
        if not first <= found.sequences[name][0] <= last:
            between = f"{first}" if first == last else f"from {first} to {last}"
            yield f"sequence {name} stands at {found.sequences[name][0]}, not {between}"
