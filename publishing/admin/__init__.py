"""The secretariat's desk: what the admin of every public record has in common."""

from publishing.admin.addresses import OldAddressAdmin
from publishing.admin.base import SOURCES, RecordAdmin, in_every_language
from publishing.admin.filters import LanguageFilter, StateFilter, TranslationFilter, YearFilter
from publishing.admin.inlines import PartInline, RowInline, TranslationInline
from publishing.admin.life import PUBLICATION, PublishableAdmin

__all__ = [
    "PUBLICATION",
    "SOURCES",
    "LanguageFilter",
    "OldAddressAdmin",
    "PartInline",
    "PublishableAdmin",
    "RecordAdmin",
    "RowInline",
    "StateFilter",
    "TranslationFilter",
    "TranslationInline",
    "YearFilter",
    "in_every_language",
]
