"""Styles must read from both sides: no property may speak of left and right."""

import re
import sys
from collections.abc import Iterator

from scripts.files import ROOT, tracked

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b[\w-]*\s*:
      | border-(?:top|bottom)-(?:left|right)-radius\s*:
      | (?:left|right)\s*:
      | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b
    )""",
    re.VERBOSE,
)
# Four values give right and left one each: fine only while the two are alike.
FOUR_SIDES = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*([^;{}]+)")


def faults(css: str) -> Iterator[tuple[int, str]]:
    """Line and declaration of each slip."""
    css = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), css)
    for found in PHYSICAL.finditer(css):
        yield css.count("\n", 0, found.start()) + 1, " ".join(found[0].split())
    for found in FOUR_SIDES.finditer(css):
        values = re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", found[1])
        if len(values) == 4 and values[1] != values[3]:
            yield css.count("\n", 0, found.start()) + 1, " ".join(found[0].split())


def main() -> int:
    wrong = 0
    for path in tracked("*.css"):
        for line, declaration in faults((ROOT / path).read_text(encoding="utf-8")):
            wrong += 1
            print(f"{path}:{line}: `{declaration}` knows one direction only: write inline, start, end.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
