"""How far French and Arabic are: sums that are kept as the record changes, so that asking costs nothing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from desk.listing import COUNTS, TRANSLATIONS
from desk.models import TranslationProgress
from publishing.languages import name_of_language


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """Of all texts that can be translated: how many are missing, old, to be confirmed, and good."""

    code: str
    name: str
    address: str
    texts: int
    missing: int
    out_of_date: int
    unofficial: int

    @property
    def present(self) -> int:
        return self.texts - self.missing

    @property
    def up_to_date(self) -> int:
        return self.present - self.out_of_date - self.unofficial

    def share(self, count: int) -> int:
        """In whole percent; all of nothing is done."""
        return round(100 * count / self.texts) if self.texts else 100

    @property
    def present_share(self) -> int:
        return self.share(self.present)

    @property
    def up_to_date_share(self) -> int:
        return self.share(self.up_to_date)

    @property
    def out_of_date_share(self) -> int:
        return self.share(self.out_of_date)


def progress_of_languages() -> list[LanguageProgress]:
    """French and Arabic, in one query over a row for each kind of record."""
    rows: Any = TranslationProgress.objects.values("language").order_by("language")
    sums = {
        row.pop("language"): row for row in rows.annotate(**{f"all_{name}": Sum(name) for name in COUNTS})
    }
    nothing = {f"all_{name}": 0 for name in COUNTS}
    return [
        LanguageProgress(
            code=code,
            name=name_of_language(code),
            address=reverse("desk:translations", args=[code]),
            **{name: sums.get(code, nothing)[f"all_{name}"] for name in COUNTS},
        )
        for code in TRANSLATIONS
    ]
