from collections.abc import Iterator

from pages.models import Page
from publishing.richtext import clean_html
from record.entries import Entry
from record.mapping.texts import in_languages, unofficial
from record.sources import Pack


def entries(pack: Pack) -> Iterator[Entry]:
    for row in pack.pages:
        values = {
            **in_languages("title", row["title_en"], row["title_fr"], row["title_ar"]),
            **in_languages(
                "body", *(clean_html("".join(row[f"body_{code}"])) for code in ("en", "fr", "ar"))
            ),
        }
        yield Entry(
            file="pages.json",
            model=Page,
            slug=row["slug"],
            values=values,
            unofficial=unofficial(values, "title", "body"),
        )
