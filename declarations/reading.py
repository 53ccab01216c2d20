"""A document's words as pages show them: its provisions, or the text extracted from a file; in one
language, and a long one in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from declarations.holdings import NOT_THERE
from declarations.models import Commitment, Document, DocumentVersion, Provision
from declarations.paragraphs import paragraphs_of
from publishing.languages import Text, direction, fallback_order, text_in

# What stands whole on the document's own page.
SHORT_ITEMS, SHORT_LETTERS = 60, 40_000
# What stands on one page of a long text.
LETTERS_ON_A_PAGE, PROVISIONS_ON_A_PAGE, FILE_PAGES_ON_A_PAGE = 60_000, 300, 20
MOST_PARAGRAPHS_ON_A_PAGE = 2_000
MOST_IN_CONTENTS = 1_500
HIGHEST_HEADING, LOWEST_HEADING = 3, 6


def cut(lengths: Sequence[int], *, most: int) -> list[range]:
    """Stretches of at most `most` things and about so many letters as fit one page; at least one."""
    found, start, letters = [], 0, 0
    for index, length in enumerate(lengths):
        if index > start and (index - start >= most or letters + length > LETTERS_ON_A_PAGE):
            found.append(range(start, index))
            start, letters = index, 0
        letters += length
    return [*found, range(start, len(lengths))]


@dataclass(frozen=True, slots=True)
class ShownProvision:
    provision: Provision
    # The language asked for.
    asked: str
    heading: Text
    text: Text
    # h3 to h6, as the levels of the document go.
    tag: str
    # Numbers in the list of all sources of the paraphrases, where not all rest on the same.
    source_numbers: list[int]
    # Each with its status in words.
    commitments: list[tuple[Commitment, str]]

    @property
    def not_there(self) -> str:
        """Says that its words are not there in the language asked for; nothing where they are."""
        return str(NOT_THERE[self.asked]) if self.language.is_fallback else ""

    @property
    def language(self) -> Text:
        """Of its words: a language of its own where the one asked for is missing."""
        return self.text if self.text.value else self.heading


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, and the page of the text on which it stands."""

    provision: Provision
    heading: Text
    page: int


class Outline:
    """The provisions of a document without their texts, and what follows from their lengths."""

    def __init__(self, document: Document, rows: list[Provision] | None = None) -> None:
        self.document = document
        self.rows = list(document.provisions.outline()) if rows is None else rows

    def __bool__(self) -> bool:
        return bool(self.rows)

    @cached_property
    def languages(self) -> list[str]:
        """In which at least one provision has words."""
        return [
            code
            for code in settings.MODELTRANSLATION_LANGUAGES
            if any(_length_in(row, code) or getattr(row, f"heading_{code}") for row in self.rows)
        ]

    @property
    def is_authentic(self) -> bool:
        """Has words of the document itself."""
        return any(not row.is_paraphrase for row in self.rows)

    @property
    def is_short(self) -> bool:
        return len(self.rows) <= SHORT_ITEMS and sum(self._lengths(self.shown_in(""))) <= SHORT_LETTERS

    def shown_in(self, wanted: str) -> str:
        """The language itself, or the one that takes its place."""
        order = fallback_order(wanted or settings.LANGUAGE_CODE)
        return next((code for code in order if code in self.languages), settings.LANGUAGE_CODE)

    def pages(self, language: str) -> list[range]:
        return cut(self._lengths(language), most=PROVISIONS_ON_A_PAGE)

    def _lengths(self, language: str) -> list[int]:
        """Of each provision as it is read in the language."""
        order = fallback_order(language)
        return [next((n for code in order if (n := _length_in(row, code))), 0) for row in self.rows]

    def contents(self, language: str) -> list[Entry]:
        pages = self.pages(language)
        numbered = ((row, page) for page, stretch in enumerate(pages, 1) for row in stretch)
        rows = [(self.rows[row], page) for row, page in numbered]
        return [Entry(row, text_in(row, "heading", language), page) for row, page in rows[:MOST_IN_CONTENTS]]

    @property
    def left_out_of_contents(self) -> int:
        return max(0, len(self.rows) - MOST_IN_CONTENTS)

    @property
    def has_paraphrases(self) -> bool:
        return any(row.is_paraphrase for row in self.rows)

    @property
    def is_all_paraphrase(self) -> bool:
        return all(row.is_paraphrase for row in self.rows)

    @cached_property
    def sources(self) -> list[str]:
        """What the paraphrases rest on, each address once."""
        return list(dict.fromkeys(source for row in self.rows for source in row.sources))

    def shown(self, language: str, rows: range | None = None) -> list[ShownProvision]:
        """With their words in the language and the public commitments that follow from them."""
        chosen = self.rows if rows is None else [self.rows[index] for index in rows]
        found = self.document.provisions.with_commitments().in_bulk([row.pk for row in chosen])
        tags = self._tags()
        differ = any(row.sources != self.sources for row in self.rows if row.is_paraphrase)
        # One that was taken away since is left out.
        return [
            ShownProvision(
                provision=found[row.pk],
                asked=language,
                heading=text_in(row, "heading", language),
                text=text_in(found[row.pk], "text", language),
                tag=tags[row.level],
                source_numbers=[self.sources.index(source) + 1 for source in row.sources] if differ else [],
                commitments=[
                    (commitment, str(Commitment.Status(commitment.status).label))
                    for commitment in found[row.pk].commitments.all()
                ],
            )
            for row in chosen
            if row.pk in found
        ]

    def _tags(self) -> dict[int, str]:
        levels = sorted({row.level for row in self.rows})
        return {level: f"h{min(HIGHEST_HEADING + rank, LOWEST_HEADING)}" for rank, level in enumerate(levels)}


def _length_in(row: Provision, language: str) -> int:
    return int(getattr(row, f"length_of_text_{language}"))


@dataclass(frozen=True, slots=True)
class FilePage:
    # None where the format has no pages.
    number: int | None
    paragraphs: list[str]


class ExtractedText:
    """The text of one version. Its pages here are addressed by the file's own page numbers, if it has any."""

    def __init__(self, version: DocumentVersion) -> None:
        self.version = version
        texts = version.file.text_pages
        self.has_pages = version.file.page_count is not None and all(
            len(text) <= LETTERS_ON_A_PAGE for text in texts
        )
        if self.has_pages:
            self.texts = texts
            self.stretches = cut([len(text) for text in texts], most=FILE_PAGES_ON_A_PAGE)
        else:
            self.texts = [
                paragraph[start : start + LETTERS_ON_A_PAGE]
                for text in texts
                for paragraph in paragraphs_of(text)
                for start in range(0, len(paragraph), LETTERS_ON_A_PAGE)
            ]
            self.stretches = cut([len(text) for text in self.texts], most=MOST_PARAGRAPHS_ON_A_PAGE)

    @property
    def direction(self) -> str:
        return direction(self.version.language)

    @property
    def addresses(self) -> list[int]:
        """The number by which each stretch is asked for."""
        if self.has_pages:
            return [stretch.start + 1 for stretch in self.stretches]
        return list(range(1, len(self.stretches) + 1))

    @property
    def last_number(self) -> int:
        return max(1, len(self.texts)) if self.has_pages else len(self.stretches)

    def index_of(self, number: int) -> int:
        """Of the stretch in which the page stands."""
        if not self.has_pages:
            return number - 1
        return next(index for index, stretch in enumerate(self.stretches) if number <= stretch.stop)

    def shown(self, index: int) -> list[FilePage]:
        stretch = self.stretches[index]
        texts = self.texts[stretch.start : stretch.stop]
        if not self.has_pages:
            return [FilePage(None, texts)]
        return [FilePage(number, paragraphs_of(text)) for number, text in enumerate(texts, stretch.start + 1)]
