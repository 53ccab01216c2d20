"""What is in the package of an event, and how its files are called there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.template.defaultfilters import filesizeformat
from django.utils.translation import ngettext

from declarations.files.storing import open_file
from declarations.holdings import languages_in_order
from declarations.models import Document, DocumentVersion, StoredFile
from declarations.packages.archive import Archive, Member
from declarations.packages.readme import SUMS, sums_of, text_for_readers
from declarations.rows import PackagedRow
from events.models import Event
from publishing.languages import columns_of

# More than any meeting has brought about; and as much as one may want to fetch over a telephone at once.
MOST_FILES = 500
MOST_BYTES = 2 * 1024**3
README = "README.txt"
# Windows stops at 260 characters for the whole way to a file.
LONGEST_FOLDER, LONGEST_NAME = 60, 100


def versions_of(event: Event) -> list[DocumentVersion]:
    """All that a package of the event may hold; one more than the most, if there are more."""
    heavy = (f"document__{name}" for name in ("summary", *columns_of("summary")))
    rows = DocumentVersion.objects.published().in_package_of(event.pk).with_files().defer(*heavy)
    rows = rows.prefetch_related("document__translation_states")
    return list(rows[: MOST_FILES + 1])


@dataclass(frozen=True)
class Choice:
    """One language or format, among all that there are."""

    code: str
    label: str
    count: int
    size: int
    is_chosen: bool


@dataclass(frozen=True)
class Package:
    """The files that were chosen, of all there are. No choice is every one."""

    all: Sequence[DocumentVersion]
    languages: Sequence[str] = ()
    formats: Sequence[str] = ()

    @property
    def versions(self) -> list[DocumentVersion]:
        return [
            version
            for version in self.all
            if (not self.languages or version.language in self.languages)
            and (not self.formats or version.format in self.formats)
        ]

    @property
    def by_document(self) -> list[list[DocumentVersion]]:
        """Of each document its files, the reader's language first."""
        groups = groupby(self.versions, key=attrgetter("document_id"))
        languages = languages_in_order(version.language for version in self.versions)
        formats = StoredFile.Format.values

        def place(version: DocumentVersion) -> tuple[int, int]:
            return languages.index(version.language), formats.index(version.format)

        return [sorted(versions, key=place) for _document, versions in groups]

    @property
    def size(self) -> int:
        """Of the files themselves; the archive adds a few hundred bytes for each."""
        return sum(version.file.size for version in self.versions)

    @property
    def is_too_large(self) -> bool:
        return len(self.versions) > MOST_FILES or self.size > MOST_BYTES

    @property
    def of_languages(self) -> list[Choice]:
        codes = languages_in_order(version.language for version in self.all)
        labels = {code: str(Document.Language(code).label) for code in codes}
        return self._choices("language", labels, self.languages)

    @property
    def of_formats(self) -> list[Choice]:
        there = {version.format for version in self.all}
        labels = {code: str(label) for code, label in StoredFile.Format.choices if code in there}
        return self._choices("format", labels, self.formats)

    def _choices(self, name: str, labels: dict[str, str], chosen: Sequence[str]) -> list[Choice]:
        counts: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        for version in self.all:
            counts[getattr(version, name)] += 1
            sizes[getattr(version, name)] += version.file.size
        return [
            Choice(code, label, counts[code], sizes[code], not chosen or code in chosen)
            for code, label in labels.items()
        ]


def archive_of(event: Event, versions: Sequence[DocumentVersion]) -> Archive:
    """With a text that tells what the files are, in the active language, and their sums for programs. Nothing
    in it is of the moment: the same files give the same bytes."""
    folder = event.slug[:LONGEST_FOLDER].strip("-")
    named = list(zip(names_of(versions), versions, strict=True))
    latest = max(version.published_at for version in versions if version.published_at)
    return Archive(
        [
            Member.of_text(f"{folder}/{README}", text_for_readers(event, named), latest),
            Member.of_text(f"{folder}/{SUMS}", sums_of(named), latest),
            *(member_of(f"{folder}/{name}", version) for name, version in named),
        ]
    )


def member_of(name: str, version: DocumentVersion) -> Member:
    file = version.file
    changed_at = version.published_at or file.uploaded_at
    return Member(name, file.size, file.sha256, changed_at, partial(open_file, file))


def names_of(versions: Iterable[DocumentVersion]) -> list[str]:
    """`cairo-declaration-ar-v2.pdf`; each once, in every file system."""
    names: list[str] = []
    for version in versions:
        stem = version.document.slug[:LONGEST_NAME].strip("-")
        name = f"{stem}-{version.language}-v{version.number}.{version.format}"
        if name in names:
            # Two slugs that differ further on than names are long.
            name = f"{stem}-{version.pk}-{version.language}-v{version.number}.{version.format}"
        names.append(name)
    return names


def offered(rows: Sequence[PackagedRow]) -> str:
    """What the page of an event says of its package; nothing where there is no package worth one."""
    if not 2 <= len(rows) <= MOST_FILES:
        return ""
    documents = len({row.document_id for row in rows})
    told = ngettext("%(count)s document, %(size)s", "%(count)s documents, %(size)s", documents)
    return told % {"count": documents, "size": filesizeformat(sum(row.file__size for row in rows))}
