from collections.abc import Iterator

from pages.models import Term
from record.entries import Entry
from record.mapping.texts import in_languages, unofficial
from record.sources import Pack


def entries(pack: Pack) -> Iterator[Entry]:
    for row in pack.glossary:
        values = {
            **in_languages("name", row["name_en"], row["name_fr"], row["name_ar"]),
            **in_languages("definition", row["definition_en"], row["definition_fr"], row["definition_ar"]),
            "term_kind": row["kind"],
            "other_names": row.get("other_names", {}),
            "forms": row.get("forms", {}),
            "is_linked": row.get("is_linked", True),
            "see_also": "\n".join(row.get("see_also", [])) or None,
            "sources": row["sources"],
        }
        yield Entry(
            file="glossary.json",
            model=Term,
            slug=row["slug"],
            values=values,
            unofficial=unofficial(values, "name", "definition"),
        )
