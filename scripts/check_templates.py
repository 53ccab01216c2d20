"""Templates must pass the security policy: no inline style, script or handler, nothing from elsewhere."""

import re
import sys
from collections.abc import Iterator

from scripts.files import ROOT, tracked

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
RULES = [
    (r"<[a-z][^<>]*?\sstyle\s*=", "an inline style: give the element a class"),
    (r"<[a-z][^<>]*?\son[a-z]+\s*=", "an inline handler: pages must work without scripts"),
    (r"<style[\s>]", "an inline style sheet: write it in static/css"),
    (r"""(?:href|src|action)\s*=\s*["']?\s*javascript:""", "a script as address"),
    (r"""\ssrc\s*=\s*["']?(?:https?:)?//""", "something from another site"),
    (r"""<link\b[^>]*stylesheet[^>]*href\s*=\s*["']?(?:https?:)?//""", "a style from another site"),
]
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>", re.IGNORECASE)
DATA = re.compile(r"""type\s*=\s*["']application/(?:ld\+)?json["']""")


def faults(html: str, *, for_staff: bool = False) -> Iterator[tuple[int, str]]:
    """Line and reason of each fault. The staff's desk may have scripts that carry the request's nonce."""
    html = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), html)
    for rule, what in RULES:
        for found in re.finditer(rule, html, re.IGNORECASE):
            yield html.count("\n", 0, found.end()) + 1, what
    for found in SCRIPT.finditer(html):
        attributes = found["attributes"]
        if "src=" in attributes or DATA.search(attributes) or (for_staff and "nonce=" in attributes):
            continue
        yield html.count("\n", 0, found.start()) + 1, "an inline script: put it in static/js"


def main() -> int:
    wrong = 0
    for path in [*tracked("*.html"), *tracked("*.jinja")]:
        if "templates" not in path.parts:
            continue
        html = (ROOT / path).read_text(encoding="utf-8")
        for line, what in faults(html, for_staff="admin" in path.parts):
            wrong += 1
            print(f"{path}:{line}: {what}.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
