from publishing.models.addresses import FormerSlug, OldAddress
from publishing.models.changes import Change, RecordVersion
from publishing.models.records import (
    Part,
    Publishable,
    Record,
    StaleRecordError,
    publishable_constraints,
)
from publishing.models.translations import TranslationState

__all__ = [
    "Change",
    "FormerSlug",
    "OldAddress",
    "Part",
    "Publishable",
    "Record",
    "RecordVersion",
    "StaleRecordError",
    "TranslationState",
    "publishable_constraints",
]
