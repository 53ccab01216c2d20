from publishing.models.addresses import FormerSlug
from publishing.models.authorship import Authorship
from publishing.models.changes import Change, RecordVersion
from publishing.models.old_addresses import OldAddress
from publishing.models.owned import Owned
from publishing.models.pending import PendingChange
from publishing.models.records import (
    Part,
    Publishable,
    Record,
    Span,
    StaleRecordError,
    publishable_constraints,
)
from publishing.models.remarks import Remark
from publishing.models.translations import TranslationState

__all__ = [
    "Authorship",
    "Change",
    "FormerSlug",
    "OldAddress",
    "Owned",
    "Part",
    "PendingChange",
    "Publishable",
    "Record",
    "RecordVersion",
    "Remark",
    "Span",
    "StaleRecordError",
    "TranslationState",
    "publishable_constraints",
]
