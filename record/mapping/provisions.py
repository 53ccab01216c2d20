"""The outline of a document: paraphrases of what others report of its paragraphs."""

from typing import Any

from declarations.models import Provision
from record.mapping.texts import in_languages
from record.names import eid_of, kind_of_items
from record.sources import Pack, Row


def provisions(pack: Pack, document: Row, french: Row, arabic: Row) -> list[dict[str, Any]]:
    kind = kind_of_items(pack, document["slug"])
    rows = zip(document["outline"] or [], french.get("outline", []), arabic.get("outline", []), strict=True)
    return [
        {
            "eid": eid_of(item, kind),
            "position": position,
            "kind": kind.value,
            "number": str(item["number"]) if item["number"] else None,
            **in_languages("heading", *(row["heading"] for row in (item, *others))),
            **in_languages("text", *(row["text"] for row in (item, *others))),
            "standing": Provision.Standing.PARAPHRASE.value,
            "sources": item["sources"],
        }
        for position, (item, *others) in enumerate(rows, start=1)
    ]
