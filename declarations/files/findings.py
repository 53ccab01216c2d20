"""What an inspection found. No Django here: it runs in a process of its own."""

import re
import unicodedata
from dataclasses import dataclass, field

# A million words and more; what lies beyond is in the file and not in the search.
LONGEST_TEXT = 5_000_000
ARABIC_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
# What follows is looked at, too: "EU-" before "Africa" keeps its hyphen.
HYPHEN_AT_LINE_END = re.compile(r"([^\W\d_])[-\u2010\u00ad\ufffe]\n([^\W\d_])(?=(.?))")
BLANKS = re.compile(r"[ \t\u00a0]+")
MANY_LINES = re.compile(r"\n{3,}")


@dataclass
class Findings:
    text_pages: list[str] = field(default_factory=list)
    page_count: int | None = None
    # WebP.
    picture: bytes = b""
    picture_size: tuple[int, int] = (0, 0)

    @property
    def has_text(self) -> bool:
        """A scan has at most a stray sign here and there."""
        letters = sum(len(page) for page in self.text_pages)
        return letters >= 3 * max(1, len(self.text_pages))


def readable(text: str) -> str:
    """The text as it is read: Arabic presentation forms and ligatures as letters, words whole."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = ARABIC_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = HYPHEN_AT_LINE_END.sub(_joined, text)
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign)[0] != "C")
    text = "\n".join(BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return MANY_LINES.sub("\n\n", text).strip()


def _joined(found: re.Match[str]) -> str:
    before, after, next_one = found.groups()
    is_name = after.isupper() and next_one.islower()
    return f"{before}-{after}" if is_name else f"{before}{after}"


def bounded(pages: list[str]) -> list[str]:
    """As many pages in full as are allowed; the last of them cut, the rest empty."""
    room, kept = LONGEST_TEXT, []
    for page in pages:
        kept.append(page[:room])
        room -= len(kept[-1])
    return kept
