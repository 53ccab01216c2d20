"""An agenda as it stands in an e-mail, line by line: "09:30 – 10:00  Opening remarks, H.E. …"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import time

MOST_LINES = 100
LONGEST_TITLE = 300
# 9:30, 09.30, 9h30, 9h, 9 am, 2:15 p.m.
CLOCK = r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})|\s*[hH](?!\w))?\s*([aApP]\.?\s?[mM]\.?)?"
UNTIL = r"(?:-|–|—|to|until|à|au|إلى|حتى)"
BEGINNING = re.compile(rf"^\W*?{CLOCK}(?:\s*{UNTIL}\s*{CLOCK})?(?:\s*(?:-|–|—|:|\||\.)\s*|\s+)(?=\S)")
MARK = re.compile(r"^(?:[•·▪◦‣●*–—-]|\(?\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class AgendaLine:
    title: str
    at: time | None = None


def read_agenda(text: str) -> list[AgendaLine]:
    """A line that begins with no time has none: people judge better whether it goes on with another."""
    lines = (_in_figures(line).strip() for line in text.splitlines())
    return [_read(line) for line in lines if line][:MOST_LINES]


def _read(line: str) -> AgendaLine:
    # Numbers of items are no times.
    plain = re.sub(r"\t+|\s{2,}", " ", line)
    found = BEGINNING.match(plain)
    begins = _time_of(found) if found else None
    title = plain[found.end() :] if found and begins else MARK.sub("", plain)
    return AgendaLine(title.strip(" \u200e\u200f")[:LONGEST_TITLE], begins)


def _time_of(found: re.Match[str]) -> time | None:
    """None where it is only a number: an hour has minutes, an "h", or is am or pm."""
    hour, minutes, half = int(found[1]), found[2], (found[3] or "").casefold()
    if minutes is None and not half and not re.match(r"\W*\d{1,2}\s*h", found[0], re.IGNORECASE):
        return None
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    minute = int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _in_figures(line: str) -> str:
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in line)
