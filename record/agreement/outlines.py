from collections import Counter

from record.agreement.findings import Findings
from record.names import eid_of, kind_of_items, unknown
from record.sources import Pack


def outlines(pack: Pack) -> Findings:
    """Each item can be told from the others, and names no copy that its document does not name."""
    file, field = "documents.json", "outline"
    for document in pack.documents:
        slug, items = document["slug"], document["outline"] or []
        told = [item for item in items if item["number"] or item["heading"]]
        if len(told) < len(items):
            yield file, slug, field, "An item without a number needs a heading to be told by."
        kind = kind_of_items(pack, slug)
        for eid, count in Counter(eid_of(item, kind) for item in told).items():
            if count > 1:
                yield (
                    file,
                    slug,
                    field,
                    f"{count} items would be {eid!r}: give them numbers or other headings.",
                )
        for item in items:
            for address in unknown(item.get("mirrors", []), document.get("mirrors", [])):
                yield file, slug, field, f"{address} is not among the mirrors of the document."
