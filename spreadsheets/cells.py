"""What stands in a cell: words that come back as they were."""

import re

from publishing.formulas import armoured, plain

__all__ = ["ERRORS", "LONGEST_CELL", "TOO_LONG", "armoured", "canonical", "plain"]

# Beyond this a workbook cuts a text off without a word.
LONGEST_CELL = 32_767
TOO_LONG = "[…too long for a cell: left as it is…]"

# Control characters that a workbook cannot hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"})


def canonical(text: str) -> str:
    """As it can be written into any file and read again, so that two cells can be compared."""
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub("", unbroken).strip()
