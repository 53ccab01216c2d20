"""From the text of a document to its provisions, proposed for a person to correct.

Works in English, French and Arabic by how paragraphs begin, in time that grows with the length of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from declarations.splitting.lines import lines_of
from declarations.splitting.outline import read
from declarations.splitting.rows import Proposed

# What the form for them, and a document, can hold.
MOST_PROPOSED = 1_000

__all__ = ["MOST_PROPOSED", "Proposed", "Split", "split"]


@dataclass(frozen=True, slots=True)
class Split:
    provisions: list[Proposed]
    # All of the text was read, and everything that was found in it is proposed.
    is_whole: bool


def split(pages: Sequence[str]) -> Split:
    """`pages`: the text of each page; of a format without pages, one text."""
    lines, are_all = lines_of(pages)
    rows = read(lines)
    proposed = [row.finished() for row in rows[:MOST_PROPOSED]]
    return Split(proposed, is_whole=are_all and len(rows) <= MOST_PROPOSED)
