"""Templates must pass the security policy: no inline style, script or handler, nothing from elsewhere."""

import re
import sys
from collections.abc import Iterator

from scripts.files import ROOT, tracked

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
RULES = [
    (re.compile(r"<[a-z][^<>]*?\sstyle\s*=", re.I), "an inline style: give the element a class"),
    (re.compile(r"<[a-z][^<>]*?\son[a-z]+\s*=", re.I), "an inline handler: the page must work without scripts"),
    (re.compile(r"<style[\s>]", re.I), "an inline style sheet: write it in static/css"),
    (re.compile(r"""(?:href|src|action)\s*=\s*["']?\s*javascript:""", re.I), "a script as address"),
    (
        re.compile(r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc\s*=\s*["']?(?:https?:)?//""", re.I),
        "something from another site",
    ),
    (re.compile(r"""<link\b[^>]*rel=["']?stylesheet[^>]*href\s*=\s*["']?(?:https?:)?//""", re.I), "a foreign style"),
]
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>", re.I)
DATA = re.compile(r"""type\s*=\s*["']application/(?:ld\+)?json["']""")


def faults(html: str, *, for_staff: bool = False) -> Iterator[tuple[int, str]]:
    """Line and reason of each fault. The staff's desk may have scripts that carry the request's nonce."""
    html = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), html)
    for rule, what in RULES:
        for found in rule.finditer(html):
            yield html.count("\n", 0, found.end()) + 1, what
    for found in SCRIPT.finditer(html):
        attributes = found["attributes"]
        if "src=" in attributes or DATA.search(attributes) or (for_staff and "nonce=" in attributes):
            continue
        yield html.count("\n", 0, found.start()) + 1, "an inline script: put it in static/js"


def main() -> int:
    wrong = 0
    for path in tracked("*.html"):
        if "templates" not in path.parts:
            continue
        html = (ROOT / path).read_text(encoding="utf-8")
        for line, what in faults(html, for_staff="admin" in path.parts):
            wrong += 1
            print(f"{path}:{line}: {what}.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
