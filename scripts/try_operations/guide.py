"""The commands of docs/operations.md."""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts.files import ROOT

GUIDE = ROOT / "docs" / "operations.md"
BLOCK = re.compile(r"^```sh(?P<marks>[^\n]*)\n(?P<commands>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    heading: str
    # `run`: executed. `names`: sets what the others use. `may-complain`: may end with an error.
    # `moving-old`, `moving-new`: executed by moving.py, on that machine.
    marks: frozenset[str]
    commands: str

    @property
    def is_run(self) -> bool:
        return "run" in self.marks


def blocks(tree: Path = ROOT) -> list[Block]:
    """All, in order, as they stand in that tree."""
    text = (tree / GUIDE.relative_to(ROOT)).read_text(encoding="utf-8")
    return [
        Block(
            HEADING.findall(text[: found.start()])[-1],
            frozenset(found["marks"].split()),
            found["commands"],
        )
        for found in BLOCK.finditer(text)
    ]
