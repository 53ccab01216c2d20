"""How a part, an article, a paragraph or a point begins: what may be one, judged by its first letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from declarations.splitting.numerals import (
    ADVERBS,
    IN_WORDS,
    NAMES_OF_LETTERS,
    folded,
    letter_for,
    places_of_letter,
    roman,
)

# No marker is longer, so a line of any length costs the same.
LOOKED_AT = 64


class Level(StrEnum):
    PART = "part"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    POINT = "point"


PARTS = {
    "part": "part",
    "partie": "part",
    "الجزء": "part",
    "title": "title",
    "titre": "title",
    "الباب": "title",
    "chapter": "chapter",
    "chapitre": "chapter",
    "الفصل": "chapter",
    "section": "section",
    "القسم": "section",
    "annex": "annex",
    "annexe": "annex",
    "appendix": "annex",
    "appendice": "annex",
    "الملحق": "annex",
    "المرفق": "annex",
    "ملحق": "annex",
    "مرفق": "annex",
}
ARTICLES = {"article", "art", "المادة", "مادة"}

_WORD = "|".join(sorted({*PARTS, *ARTICLES}, key=len, reverse=True))
_END = r"(?P<end>\s{0,3}(?:[.:)\]–—-]|\.\s?[–—-])?(?=\s|$))"
_NAMED = re.compile(
    rf"(?P<word>{_WORD})\.?"
    r"(?:\s{1,3}\(?(?P<number>[0-9]{1,3}(?:er|ère|ière|bis|ter)?|[IVXLC]{1,7}|[A-Z]|[ا-ي])(?!\w)\)?)?"
    rf"{_END}",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?P<word>{_WORD})\s{{1,3}}(?P<ordinal>[^\W\d]{{2,12}}(?:\s[^\W\d]{{2,12}})?){_END}", re.IGNORECASE
)
_WORDED_SHORTER = re.compile(rf"(?P<word>{_WORD})\s{{1,3}}(?P<ordinal>[^\W\d]{{2,12}}){_END}", re.IGNORECASE)
_WORDED_BEFORE = re.compile(
    rf"(?P<ordinal>[^\W\d]{{2,12}})\s{{1,3}}(?P<word>part|partie|chapter|chapitre|section){_END}",
    re.IGNORECASE,
)
_ADVERB = re.compile(rf"(?P<word>{'|'.join(ADVERBS)})\s?[:.،)–-]{{1,2}}(?=\s|$)")
_NAME_OF_LETTER = re.compile(rf"(?P<word>{'|'.join(NAMES_OF_LETTERS)})\s?[:.)–-]{{1,2}}(?=\s|$)")
_DOTTED = re.compile(r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){1,3})\s?[.)–-]?(?=\s|$)")
_PLAIN = re.compile(
    r"(?P<number>[0-9]{1,3})(?P<close>\s?[.)\]]\s?[–—-](?=\s|[ء-ي]|$)|\s?[.)\]](?!\d)|\s?[–—/-](?=\s|[ء-ي]|$))"
)
_ENCLOSED = re.compile(r"(?P<open>[(\[])\s?(?P<number>[0-9]{1,3})\s?[)\]]")
_SECTION_SIGN = re.compile(r"(?P<open>§)\s?(?P<number>[0-9]{1,3})[.)]?(?=\s|$)")
# Word of an Arabic text that is extracted may have the point on the other side: “.3 text”.
_TURNED = re.compile(r"(?P<open>[.-])(?P<number>[0-9]{1,3})(?=\s)")
_LETTER = re.compile(r"(?P<open>\()?(?P<letter>[a-zا-ي])(?P<close>\s?\)|\s?[.-](?=\s))\s{0,3}")
_ROMAN = re.compile(r"(?P<open>\()?(?P<roman>[ivx]{1,6})(?P<close>\)|\.(?=\s))\s{0,3}")
_CAPITAL = re.compile(r"(?P<number>[IVXLC]{1,6}|[A-Z])(?P<close>[.)]|\s?[–—-])(?=\s)")
_BULLET = re.compile(r"(?P<mark>[•▪●◦■□➢‣·*–—-])\s{1,8}(?=\S)")
_DASHES = "–—-"
_AROUND = " .:–—-\t\u200e\u200f"

# “Article 3 of the Convention” begins a sentence about another text.
_CONNECTORS = re.compile(
    r"(?:of|to|and|or|above|below|shall|is|are|in|de|du|des|d['’]|et|ou|à|au|ci-dessus|est|من|في|و|أو|على|إلى)\b"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """`style` tells lists apart; `places` are the numbers it may stand for, as one letter has two orders."""

    level: Level
    style: str
    places: tuple[int, ...]
    # As all languages can share it: in Western figures and Latin letters.
    number: str
    # What follows it on its line.
    rest: str
    # Of 2.1.3, the numbers before the last.
    above: tuple[int, ...] = ()
    # “Chapter 3”, where the number alone would not say what it is.
    name: str = ""
    # A word says what it is; a figure or letter alone may be something else.
    is_named: bool = False

    @property
    def is_dash(self) -> bool:
        return self.style == "dash"

    @property
    def is_bullet(self) -> bool:
        return self.style in {"dash", "bullet"}


class _Head:
    """The beginning of a line, with its letters made comparable."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.text, self.places = folded(line[:LOOKED_AT])

    def until(self, match: re.Match[str]) -> str:
        return self.line[: self.places[match.end()]].strip(_AROUND)

    def rest(self, match: re.Match[str]) -> str:
        return self.line[self.places[match.end()] :].lstrip(_AROUND).rstrip()

    def marker(
        self,
        match: re.Match[str],
        level: Level,
        style: str,
        places: tuple[int, ...],
        number: str,
        above: tuple[int, ...] = (),
    ) -> Marker:
        return Marker(level, style, places, number, self.rest(match), above)


def markers_of(line: str) -> list[Marker]:
    """All it may be, the likeliest first: (i) is a Roman one, or the ninth letter."""
    head = _Head(line)
    if not head.text:
        return []
    found: list[Marker] = []
    if head.text[0].isalpha() or head.text[0] == "(":
        found += _named(head)
        found += _roman(head)
        found += _capital(head)
        found += _letter(head)
    found += _figures(head)
    if match := _BULLET.match(head.text):
        style = "dash" if match["mark"] in _DASHES else "bullet"
        found.append(head.marker(match, Level.POINT, style, (), ""))
    return found


def _figures(head: _Head) -> Iterator[Marker]:
    if match := _DOTTED.match(head.text):
        *above, last = map(int, match["number"].split("."))
        yield head.marker(match, Level.POINT, "dotted", (last,), match["number"], tuple(above))
        return
    for pattern in (_ENCLOSED, _SECTION_SIGN, _TURNED):
        if match := pattern.match(head.text):
            style = f"{match['open']}1"
            yield head.marker(match, Level.PARAGRAPH, style, (int(match["number"]),), match["number"])
            return
    if match := _PLAIN.match(head.text):
        style = f"1{match['close'].strip()[:1]}"
        yield head.marker(match, Level.PARAGRAPH, style, (int(match["number"]),), match["number"])


def _named(head: _Head) -> Iterator[Marker]:
    if match := _ADVERB.match(head.text):
        place = ADVERBS[match["word"]]
        yield head.marker(match, Level.PART, "roman", (place,), str(place))
        return
    if match := _NAME_OF_LETTER.match(head.text):
        place = NAMES_OF_LETTERS[match["word"]]
        yield head.marker(match, Level.PART, "capital", (place,), letter_for(place).upper())
        return
    for pattern in (_WORDED, _WORDED_SHORTER, _WORDED_BEFORE):
        match = pattern.match(head.text)
        ordinal = IN_WORDS.get(match["ordinal"].lower()) if match else None
        if match and ordinal:
            yield from _of_word(head, match, (ordinal,), str(ordinal))
            return
    if match := _NAMED.match(head.text):
        yield from _numbered(head, match)


def _numbered(head: _Head, match: re.Match[str]) -> Iterator[Marker]:
    written = match["number"]
    if written is None:
        # “Annex” alone is the only one there is; “part” alone is a word.
        if PARTS.get(match["word"].lower()) == "annex" and not head.rest(match):
            yield from _of_word(head, match, (1,), "")
        return
    if digits := re.match(r"[0-9]+", written):
        yield from _of_word(head, match, (int(digits[0]),), written)
        return
    value = roman(written) if written.isupper() else None
    letters = places_of_letter(written) if len(written) == 1 and written != written.lower() else ()
    if len(written) == 1 and not written.isascii():
        letters = places_of_letter(written)
        written = letter_for(letters[0]).upper() if letters else written
    places = (*([value] if value else []), *letters)
    if places:
        yield from _of_word(head, match, places, written)


def _of_word(head: _Head, match: re.Match[str], places: tuple[int, ...], number: str) -> Iterator[Marker]:
    word = match["word"].lower()
    rest = head.rest(match)
    if not match["end"].strip() and _CONNECTORS.match(rest):
        return
    if word in ARTICLES:
        yield Marker(Level.ARTICLE, "article", places, number, rest, is_named=True)
        return
    style = PARTS[word]
    name = head.until(match) if style != "part" else ""
    yield Marker(Level.PART, style, places, number, rest, name=name, is_named=True)


def _roman(head: _Head) -> Iterator[Marker]:
    match = _ROMAN.match(head.text)
    if match is None:
        return
    written = match["roman"]
    around = f"{match['open'] or ''}%s{match['close'].strip()}"
    if len(written) == 1:
        yield head.marker(match, Level.POINT, around % "a", places_of_letter(written), written)
    if value := roman(written):
        yield head.marker(match, Level.POINT, around % "i", (value,), written)


def _capital(head: _Head) -> Iterator[Marker]:
    match = _CAPITAL.match(head.text)
    if match is None:
        return
    written = match["number"]
    if len(written) == 1 and written.isascii():
        yield head.marker(match, Level.PART, "capital", places_of_letter(written), written)
    if value := roman(written):
        yield head.marker(match, Level.PART, "roman", (value,), written)


def _letter(head: _Head) -> Iterator[Marker]:
    match = _LETTER.match(head.text)
    if match is None or match["letter"] in "ivx":
        return
    places = places_of_letter(match["letter"])
    written = match["letter"] if match["letter"].isascii() else letter_for(places[0]) if places else ""
    # Arabic lists are lettered in one way, whatever stands around the letter.
    around = f"{match['open'] or ''}a{match['close'].strip()}"
    if places:
        yield head.marker(match, Level.POINT, around, places, written)
