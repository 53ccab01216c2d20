"""What a visit transfers: the page and all that it names, compressed as for a browser."""

import re
from typing import Any

from scripts.bench.asking import Visitor
from scripts.bench.servers import Server

# Pictures that a page is about are lazy and sized: a visit does not wait for them.
PARTS = re.compile(r"<(?:link|script|img)\b[^>]*>")
NAMED = re.compile(r'\b(?:href|src)="(/[^"]*)"')
FETCHED_LINKS = re.compile(r'rel="(?:stylesheet|icon|preload|modulepreload|manifest)"')
ACCEPT = {"Accept-Encoding": "br, gzip"}


def weight_of(server: Server, path: str) -> dict[str, Any]:
    visitor = Visitor(server)
    page = visitor.get(path, ACCEPT)
    parts = parts_of(Visitor(server).get(path, {"Accept-Encoding": "identity"}).body.decode())
    sizes = {part: total(visitor.get(part, ACCEPT)) for part in parts}
    kept = {"If-None-Match": page.headers["etag"]} if "etag" in page.headers else {}
    again = visitor.get(path, {**ACCEPT, **kept})
    return {
        "first visit": total(page) + sum(sizes.values()),
        "requests": 1 + len(sizes),
        # Styles, scripts and icons are kept for ever; the page itself has changed, or has not.
        "another visit, page changed": total(page),
        "another visit, page unchanged": total(again),
        "parts": {path: total(page), **sizes},
    }


def parts_of(page: str) -> list[str]:
    found = []
    for tag in PARTS.findall(page):
        is_fetched = not tag.startswith("<link") or FETCHED_LINKS.search(tag)
        if is_fetched and 'loading="lazy"' not in tag and (name := NAMED.search(tag)):
            found.append(name[1])
    return list(dict.fromkeys(found))


def total(answer: Any) -> int:
    """With the headers, as they are sent."""
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + 17
