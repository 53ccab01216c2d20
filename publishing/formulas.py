"""Words in a cell of a table that no program takes for a formula, and that come back as they were."""

import re

# What programs skip before they look for the sign of a formula; the signs, in full width, too.
SKIPPED = (
    r"[\s\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff]"
)
SIGNS = "=+\\-@|%\u2212\uff1d\uff0b\uff0d\uff20\uff5c\uff05\ufe66\ufe62\ufe63\ufe6b\ufe6a"
# A tab or a new line at the start opens the next cell in some programs.
DANGEROUS = re.compile(rf"(?:{SKIPPED}*[{SIGNS}]|[\t\r\n])")
ARMOURED = re.compile(rf"'+{DANGEROUS.pattern}")


def armoured(text: str) -> str:
    """With an apostrophe before what a spreadsheet program would run as a formula."""
    if DANGEROUS.match(text) or ARMOURED.match(text):
        return f"'{text}"
    return text


def plain(text: str) -> str:
    """Without the apostrophe of `armoured()`."""
    return text[1:] if ARMOURED.match(text) else text
