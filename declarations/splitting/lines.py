"""The lines of a document as it was written: without what a page adds, such as its number."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from declarations.splitting.numerals import folded

# How many lines at the top and at the foot of a page can belong to the page.
AT_THE_EDGE = 3
LONGEST_AT_THE_EDGE = 160
# Lines longer than this are not lines of a page: the format ends each paragraph with a line end.
LONGEST_PRINTED = 180
SENTENCE_END = tuple(".:;!?؟؛۔…”»")
ENDS_ITEM = re.compile(r"(?:[,،]|[,;،؛]\s?(?:and|or|and/or|et|ou|et/ou|و|أو))$")
SHORT = 0.7
# What is read at most: a text of a thousand pages has fewer lines.
MOST_LINES = 50_000

_PAGE_NUMBER = re.compile(
    r"[-–—|\s]{0,6}(?:(?:page|p\.|صفحة|الصفحة)\s{0,3})?(?:[0-9]{1,4}|[ivxl]{1,6})"
    r"(?:\s{0,3}(?:/|of|de|sur|من)\s{0,3}[0-9]{1,4})?[-–—|\s]{0,6}",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table of )?contents|table des matières|sommaire|المحتويات|جدول المحتويات|الفهرس|فهرس"
)
_LEADS_TO_PAGE = re.compile(r"(?:(?:[.…_·]\s?){3,}|\s)([0-9]{1,4}|[ivxlc]{1,6})\s?$")
_DOTS = re.compile(r"(?:[.…_·]\s?){4}")
# How much of the end of a line is looked at.
TAIL = 40


@dataclass(slots=True)
class Line:
    text: str
    page: int
    # After an empty line; where no line is printed as such, each is a paragraph of its own.
    after_gap: bool = True
    # The line before ends a sentence or an item, or is clearly shorter than others.
    begins: bool = True
    # Before an empty line, or clearly shorter than others.
    ends: bool = True


def lines_of(pages: Sequence[str]) -> tuple[list[Line], bool]:
    """The lines, and whether that is all of them."""
    found, count = [], 0
    for page in pages:
        stripped = _stripped(page, MOST_LINES - count)
        found.append(stripped)
        count += len(stripped)
        if count >= MOST_LINES:
            break
    repeated = _repeated(found)
    lines: list[Line] = []
    for number, page_lines in enumerate(found, 1):
        gap = not lines
        for text in _without_edges(page_lines, repeated, is_only=len(pages) == 1):
            if not text:
                gap = True
                continue
            lines.append(Line(text, number, after_gap=gap))
            gap = False
    return _flowing(_without_contents(lines)), count < MOST_LINES


def _stripped(page: str, most: int) -> list[str]:
    return [" ".join(line.split()) for line in page.replace("\f", "\n").splitlines()[: max(0, most)]]


def _edge(page: list[str]) -> set[int]:
    filled = [index for index, line in enumerate(page) if line]
    return {*filled[:AT_THE_EDGE], *filled[-AT_THE_EDGE:]}


def _shape(line: str) -> str:
    """Without its numbers, as a running title has another on each page."""
    return re.sub(r"[0-9]+", "#", folded(line[:LONGEST_AT_THE_EDGE])[0]).lower()


def _repeated(pages: list[list[str]]) -> set[str]:
    """Shapes of lines that stand at the edge of most pages, or of every other one."""
    shapes: Counter[str] = Counter()
    for page in pages:
        shapes.update({_shape(page[index]) for index in _edge(page)})
    needed = max(3, len(pages) // 3) if len(pages) > 2 else 2
    return {shape for shape, count in shapes.items() if count >= needed and re.search(r"[^\W\d]", shape)}


def _without_edges(page: list[str], repeated: set[str], *, is_only: bool) -> list[str]:
    if is_only:
        return page
    dropped = {
        index
        for index in _edge(page)
        if _PAGE_NUMBER.fullmatch(folded(page[index][:TAIL])[0])
        or (_shape(page[index]) in repeated and len(page[index]) < LONGEST_AT_THE_EDGE)
    }
    kept = [line for index, line in enumerate(page) if index not in dropped]
    while kept and not kept[0]:
        kept.pop(0)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _without_contents(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    is_contents = False
    for line in lines:
        tail = folded(line.text[-TAIL:])[0]
        leads = bool(_LEADS_TO_PAGE.search(tail))
        if leads and _DOTS.search(tail):
            is_contents = True
            continue
        if len(line.text) <= TAIL and _CONTENTS.fullmatch(tail.lower().strip(" :")):
            is_contents = True
            continue
        if is_contents and leads and len(line.text) < LONGEST_AT_THE_EDGE:
            continue
        is_contents = False
        kept.append(line)
    return kept


def _flowing(lines: list[Line]) -> list[Line]:
    """Say of each line whether something may begin with it, and whether something may end with it."""
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    before: Line | None = None
    for line in lines:
        line.after_gap = line.after_gap or width > LONGEST_PRINTED
        if before is not None:
            before.ends = line.after_gap or len(before.text) < SHORT * width
            tail = before.text[-TAIL:]
            line.begins = before.ends or tail.endswith(SENTENCE_END) or bool(ENDS_ITEM.search(tail))
        before = line
    return lines
