"""Lines of Arabic put into the order in which they are read. No Django here.

A PDF places signs on a page; some programs write a word from its end, some write numbers and brackets as
they appear. Where signs stand is what can be relied on, so a line is read by place, from the right, and
what runs from the left within it, such as numbers and Latin words, is turned round again.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
ARABIC_LETTERS = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"
)
LATIN_LETTERS = re.compile("[A-Za-z\u00c0-\u024f]")
# What is written from the left: Latin words, and numbers in the digits of any script.
FROM_THE_LEFT = re.compile(
    "[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9]"
    "(?:[ .,:/%@_'\u2019\u066b\u066c-]*[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9]+)*"
)
# What keeps the parts of a number together after Arabic letters; a hyphen does not: the years of
# "2014-2015" are then read from the right, one by one (Unicode Standard Annex 9, rules W2 and W4).
NUMBER = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][0-9\u0660-\u0669\u06f0-\u06f9]+)*")
PAIRS = ("()", "[]", "{}", "«»")
BRACKET = re.compile(r"[()\[\]{}«»]")
OPENING, CLOSING = "([{«", ")]}».,;:!?،؛؟"


# Wider than what stands between the letters of a word, in parts of the letters' size.
GAP_BETWEEN_WORDS = 0.13
# Digits are as wide as each other; a narrow one has wide gaps beside it.
GAP_BETWEEN_NUMBERS = 0.5
# The same line goes on: how far apart its pieces may be, in points.
SAME_HEIGHT, NEAR = 2.0, 40.0
# Two letters drawn as one begin at one place: how far apart that may be, in parts of their size.
SAME_PLACE = 0.1
LAM, ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"


@dataclass(slots=True)
class Sign:
    text: str
    left: float
    right: float
    y: float
    size: float
    # Whether the library saw a blank before it.
    after_blank: bool = False


def text_of(text_page: Any) -> str:
    """The text of a page that has Arabic on it."""
    return "\n".join(read(line) for line in joined(lines_of(text_page)))


def lines_of(text_page: Any) -> Iterator[list[Sign]]:
    """As the library breaks them."""
    line: list[Sign] = []
    blank = False
    for sign in signs_of(text_page):
        if sign.text in "\r\n":
            if line:
                yield line
            line, blank = [], False
        elif sign.text.isspace():
            blank = True
        else:
            sign.after_blank, blank = blank, False
            line.append(sign)
    if line:
        yield line


def joined(lines: Iterator[list[Sign]]) -> Iterator[list[Sign]]:
    """Pieces of one line that the library has taken for two, because they were written out of order."""
    waiting: list[Sign] = []
    for line in lines:
        if waiting and not (_has_arabic(waiting) and _has_arabic(line) and _go_together(waiting, line)):
            yield waiting
            waiting = []
        if waiting:
            line[0].after_blank = True
        waiting = [*waiting, *line]
    if waiting:
        yield waiting


def _has_arabic(line: list[Sign]) -> bool:
    return any(ARABIC.match(sign.text) for sign in line)


def _go_together(one: list[Sign], other: list[Sign]) -> bool:
    # A mark stands above or below its letter, and may break a line in two.
    are_marks = any(all(unicodedata.combining(sign.text) for sign in line) for line in (one, other))
    apart = abs(median(sign.y for sign in one) - median(sign.y for sign in other))
    if apart > (max(sign.size for sign in [*one, *other]) / 2 if are_marks else SAME_HEIGHT):
        return False
    gap = max(
        min(sign.left for sign in other) - max(sign.right for sign in one),
        min(sign.left for sign in one) - max(sign.right for sign in other),
    )
    return gap < NEAR


def signs_of(text_page: Any) -> Iterator[Sign]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if not code or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        # With the room around the sign: within a word, these touch each other.
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        yield Sign(chr(code), box.left, box.right, y.value, size)


def read(line: list[Sign]) -> str:
    found = "".join(sign.text for sign in line)
    arabic, latin = (len(pattern.findall(found)) for pattern in (ARABIC, LATIN_LETTERS))
    if not arabic:
        return spaced(line, by_gap=False)
    words = [turned(word) for word in words_of(line)]
    if latin > arabic:
        return spaced([sign for word in words for sign in word], by_gap=False)
    signs = sorted((sign for word in words for sign in word), key=lambda sign: -sign.left)
    text = spaced(with_marks_after_letters(with_lam_before_alef(signs)), by_gap=True)
    text = FROM_THE_LEFT.sub(_turned_back, text)
    return BRACKET.sub(_facing, text)


def _turned_back(run: re.Match[str]) -> str:
    if LATIN_LETTERS.search(run[0]):
        return run[0][::-1]
    return NUMBER.sub(lambda number: number[0][::-1], run[0])


def _facing(bracket: re.Match[str]) -> str:
    """A bracket opens before what follows it closely and closes after it: whether a file holds the sign as
    drawn or as meant cannot be known."""
    before, after = bracket.string[: bracket.start()][-1:], bracket.string[bracket.end() :][:1]
    pair = next(pair for pair in PAIRS if bracket[0] in pair)
    opens = not before or before.isspace() or before in OPENING
    closes = not after or after.isspace() or after in CLOSING
    return bracket[0] if opens == closes else pair[0] if opens else pair[1]


def spaced(signs: list[Sign], *, by_gap: bool) -> str:
    """With a blank wherever one is seen: on the page, or by the library between neighbours."""
    found: list[str] = []
    before = None
    for sign in signs:
        is_mark = bool(unicodedata.combining(sign.text))
        if before is not None and not is_mark:
            gap = before.left - sign.right if by_gap else 0.0
            are_in_number = _is_in_number(sign) and _is_in_number(before)
            widest = (GAP_BETWEEN_NUMBERS if are_in_number else GAP_BETWEEN_WORDS) * max(
                sign.size, before.size
            )
            if gap > widest or (sign.after_blank and not by_gap):
                found.append(" ")
        found.append(sign.text)
        before = before if is_mark else sign
    return "".join(found)


def _is_in_number(sign: Sign) -> bool:
    return sign.text.isdigit() or sign.text in "-–/"


def words_of(line: list[Sign]) -> Iterator[list[Sign]]:
    """Runs of Arabic letters with their marks, and what stands between them."""
    word: list[Sign] = []
    was_arabic = False
    for sign in line:
        is_mark = bool(unicodedata.combining(sign.text))
        is_arabic = bool(ARABIC_LETTERS.match(sign.text)) or (is_mark and was_arabic)
        if word and is_arabic != was_arabic:
            yield word
            word = []
        word.append(sign)
        was_arabic = is_arabic
    if word:
        yield word


def turned(word: list[Sign]) -> list[Sign]:
    """A word written from its end, the other way round: two letters drawn as one share their place, so
    that only this tells which comes first."""
    letters = [sign for sign in word if not unicodedata.combining(sign.text)]
    is_arabic = bool(letters) and all(ARABIC_LETTERS.match(sign.text) for sign in letters)
    if not (is_arabic and letters[0].left < letters[-1].left):
        return word
    word[0].after_blank, word[-1].after_blank = word[-1].after_blank, word[0].after_blank
    return word[::-1]


def with_lam_before_alef(signs: list[Sign]) -> list[Sign]:
    """The two are drawn as one sign, and only in this order; some programs name its letters the other way."""
    for index, (sign, after) in enumerate(pairwise(signs)):
        is_one = abs(sign.left - after.left) < SAME_PLACE * sign.size
        if is_one and sign.text in ALEFS and after.text == LAM:
            signs[index : index + 2] = after, sign
    return signs


def with_marks_after_letters(signs: list[Sign]) -> list[Sign]:
    marks = [sign for sign in signs if unicodedata.combining(sign.text)]
    if not marks:
        return signs
    letters = [sign for sign in signs if not unicodedata.combining(sign.text)]
    bases = [index for index, sign in enumerate(letters) if ARABIC_LETTERS.match(sign.text)]
    if not bases:
        return letters
    after: dict[int, list[Sign]] = {}
    for mark in marks:
        # Above a letter, a mark begins a little to the right of where the letter does.
        nearest = min(bases, key=lambda index: abs(letters[index].left - mark.left))
        after.setdefault(nearest, []).append(mark)
    return [sign for index, letter in enumerate(letters) for sign in (letter, *after.get(index, []))]
