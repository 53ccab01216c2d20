"""Plain text. No Django here."""

import re
from pathlib import Path

from declarations.files.findings import Findings, bounded, readable
from declarations.files.refusals import Refusal, Refused

# How a page, a drawing or any other text for a program begins, or betrays itself later.
MARKUP = re.compile(r"\s*<[a-z!?]", re.IGNORECASE)
MARKUP_INSIDE = re.compile(r"<(html|script|svg|iframe|object|embed)[\s>/]", re.IGNORECASE)
OTHER = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"#!")
BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def inspect(path: Path) -> Findings:
    content = path.read_bytes()
    if content.startswith(OTHER):
        raise Refused(Refusal.OTHER_CONTENT)
    try:
        text = content.decode(BYTE_ORDER.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(Refusal.NOT_UTF8) from error
    if "\0" in text:
        raise Refused(Refusal.OTHER_CONTENT)
    if MARKUP.match(text) or MARKUP_INSIDE.search(text):
        raise Refused(Refusal.MARKUP)
    if not text.strip():
        raise Refused(Refusal.EMPTY)
    return Findings(bounded([readable(text)]))
