"""What the files want in the database: one entry for each record, in comparable values."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

# Comparable and fit for JSON: texts, numbers, None, lists, a date as [start, end]; another record by
# its slug; parts as a list of rows.
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the files describe it."""

    file: str
    model: type[models.Model]
    slug: str
    values: Values
    # The texts that are unofficial translations: (field, language).
    unofficial: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    # Nothing of low confidence is published by a load.
    may_be_public: bool = True
    key: str = "slug"

    @property
    def kind(self) -> str:
        return self.model._meta.model_name or ""
