"""Paragraphs recognised in text that was extracted from a file: they are not marked there."""

import re
from collections.abc import Iterable, Sequence

# How an item of a list or a numbered paragraph begins, in the three languages.
OPENING = re.compile(
    r"""(?:
        [•▪●◦–—-]\s
        | \(?[0-9٠-٩۰-۹]{1,3}(?:\.[0-9٠-٩۰-۹]{1,3}){0,3}\s?[.)\-–/]\s
        | \(?[a-zA-Zأ-ي]\)\s
        | \([ivx]{1,5}\)\s
        | (?:Article|Art\.|Section|Chapter|Chapitre|Part|Partie|Titre|Annex|Annexe)\s+[0-9IVX]+\b
        | (?:المادة|الفصل|الباب|الجزء|القسم|الملحق)\s
    )""",
    re.VERBOSE,
)
SENTENCE_END = (".", ":", ";", "!", "?", "؟", "؛", "۔", "…", ".”", ".»", ".)", '."')
# Lines longer than this are not lines of a page: the format ends each paragraph with a line end.
LONGEST_PRINTED_LINE = 180
SHORT = 0.72


def paragraphs_of(text: str) -> list[str]:
    """In order, each in one line.

    Where nothing but line ends is left, a paragraph ends after a line that is clearly shorter than the
    others, and before one that begins like an item.
    """
    found: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        found += _joined([line for line in lines if line])
    return found


def _joined(lines: Sequence[str]) -> list[str]:
    width = _width(lines)
    if width > LONGEST_PRINTED_LINE:
        return list(lines)
    found: list[str] = []
    is_open = False
    for line in lines:
        if is_open and not OPENING.match(line):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        is_open = len(line) >= SHORT * width
    return found


def _width(lines: Sequence[str]) -> int:
    """Of most full lines; a single longer one does not count."""
    lengths = sorted(map(len, lines))
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def flowing(pages: Iterable[str]) -> list[str]:
    """Of a whole text, those that run over the end of a page in one piece."""
    found: list[str] = []
    for page in pages:
        paragraphs = paragraphs_of(page)
        if found and paragraphs and _runs_on(found[-1], paragraphs[0]):
            found[-1] = f"{found[-1]} {paragraphs.pop(0)}"
        found += paragraphs
    return found


def _runs_on(before: str, after: str) -> bool:
    begins_inside = not OPENING.match(after) and not after[:1].isupper() and not after[:1].isdigit()
    return begins_inside and not before.endswith(SENTENCE_END)
