from collections import Counter
from typing import Any

from record.agreement.findings import Findings
from record.sources import Pack


def uniqueness(pack: Pack) -> Findings:
    kinds: list[tuple[str, str, list[Any]]] = [
        ("members.json", "slug", [row["slug"] for row in [*pack.states, *pack.organisations]]),
        ("members.json", "iso_alpha2", [row["iso_alpha2"] for row in pack.states]),
        ("members.json", "as_of", [row["as_of"] for row in pack.snapshots]),
        ("chairs.json", "order", [row["order"] for row in pack.chairs]),
        ("themes.json", "slug", [row["slug"] for row in [*pack.domains, *pack.topics]]),
        ("themes.json", "number", [row["number"] for row in pack.domains]),
        ("meetings.json", "slug", [row["slug"] for row in pack.meetings]),
        ("documents.json", "slug", [row["slug"] for row in pack.documents]),
        ("series.json", "slug", [row["slug"] for row in pack.series]),
        ("pages.json", "slug", [row["slug"] for row in pack.pages]),
        ("glossary.json", "slug", [row["slug"] for row in pack.glossary]),
    ]
    for file, field, values in kinds:
        for value, count in Counter(values).items():
            if count > 1:
                yield file, str(value), field, f"This is used {count} times; it may be used once."
