"""What the portal holds of a document: its files in each language, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from declarations.models import Document, DocumentVersion, StoredFile
from publishing.languages import direction, fallback_order

# Whole sentences: language names change their form in them.
NOT_THERE = {
    "en": gettext_lazy("Not available in English."),
    "fr": gettext_lazy("Not available in French."),
    "ar": gettext_lazy("Not available in Arabic."),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A public version, and the public one of its language and format that it took the place of."""

    version: DocumentVersion
    previous: DocumentVersion | None

    @property
    def is_comparable(self) -> bool:
        return self.previous is not None and self.version.file.has_text and self.previous.file.has_text


@dataclass(frozen=True, slots=True)
class FilesInFormat:
    current: Held
    # Latest first.
    earlier: list[Held]


@dataclass(frozen=True, slots=True)
class FilesInLanguage:
    code: str
    formats: list[FilesInFormat]

    @property
    def label(self) -> str:
        return str(Document.Language(self.code).label)

    @property
    def direction(self) -> str:
        return direction(self.code)


@dataclass(frozen=True, slots=True)
class Correction:
    """A version that was replaced by `by`, or else withdrawn."""

    at: datetime
    version: DocumentVersion
    by: DocumentVersion | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The reader's language first."""

    languages: list[FilesInLanguage]
    # Latest first.
    corrections: list[Correction]

    @property
    def current(self) -> list[DocumentVersion]:
        return [files.current.version for language in self.languages for files in language.formats]

    @property
    def with_picture(self) -> DocumentVersion | None:
        """The one whose first page stands for the document."""
        return next((version for version in self.current if version.file.picture_height), None)

    @property
    def not_there(self) -> list[str]:
        """Says it of each of the portal's languages; nothing where there is no file at all."""
        there = {language.code for language in self.languages}
        return [str(sentence) for code, sentence in NOT_THERE.items() if there and code not in there]


def holdings_of(document: Document) -> Holdings:
    versions = document.versions.published().with_files().latest_first()
    # The number of those that were withdrawn is told, and nothing of their files.
    return holdings_from(versions, list(document.versions.withdrawn().latest_first()))


def holdings_from(versions: Iterable[DocumentVersion], withdrawn: list[DocumentVersion]) -> Holdings:
    by_language = {
        code: _in_language(code, found) for code, found in groupby(versions, attrgetter("language"))
    }
    languages = [by_language[code] for code in languages_in_order(by_language)]
    return Holdings(languages, _corrections(languages, withdrawn))


def languages_in_order(codes: Iterable[str]) -> list[str]:
    """Of those, the reader's first, then as texts fall back, then any others."""
    there = set(codes)
    order = dict.fromkeys(
        [*fallback_order(get_language() or settings.LANGUAGE_CODE), *Document.Language.values]
    )
    return [code for code in order if code in there]


def _in_language(code: str, versions: Iterable[DocumentVersion]) -> FilesInLanguage:
    """The formats in the order in which they are offered elsewhere: PDF first."""
    formats = [_in_format(list(same)) for _format, same in groupby(versions, attrgetter("format"))]
    order = StoredFile.Format.values
    return FilesInLanguage(code, sorted(formats, key=lambda files: order.index(files.current.version.format)))


def _in_format(latest_first: list[DocumentVersion]) -> FilesInFormat:
    held = [
        Held(version, previous)
        for version, previous in zip(latest_first, [*latest_first[1:], None], strict=True)
    ]
    return FilesInFormat(held[0], held[1:])


def _corrections(languages: list[FilesInLanguage], withdrawn: list[DocumentVersion]) -> list[Correction]:
    replaced = [
        Correction(held.version.published_at, held.previous, by=held.version)
        for language in languages
        for files in language.formats
        for held in [files.current, *files.earlier]
        if held.previous is not None and held.version.published_at is not None
    ]
    gone = [Correction(row.withdrawn_at, row) for row in withdrawn if row.withdrawn_at is not None]
    return sorted([*replaced, *gone], key=attrgetter("at"), reverse=True)
