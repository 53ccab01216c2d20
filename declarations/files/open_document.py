"""OpenDocument texts: nothing in them may act, and they are read paragraph by paragraph. No Django here."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from declarations.files.archive import Archive
from declarations.files.findings import Findings, bounded, readable
from declarations.files.numbering import Count, Level, Levels, whole
from declarations.files.refusals import Refusal, Refused

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK, XML = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"

EMBEDDED = {f"{DRAW}{name}" for name in ("object", "object-ole", "plugin", "applet", "floating-frame")}
DATA_FROM_PROGRAMS = {f"{TEXT}dde-connection", f"{OFFICE}dde-source"}
# What a reader follows; any other address outside the file is fetched when it is opened.
FOLLOWED = {f"{TEXT}a", f"{DRAW}a"}
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\.\./|/", re.IGNORECASE)

PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
NOTE = f"{TEXT}note"
# Remarks and deleted words are no part of the text; notes are read at its end.
LEFT_OUT = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", NOTE}
KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def inspect(path: Path) -> Findings:
    archive = Archive(path)
    if "mimetype" not in archive.names or archive.read("mimetype").strip() != OPEN_TEXT:
        raise Refused(Refusal.OTHER_CONTENT)
    refuse_parts(archive)
    content, styles = archive.tree("content.xml"), archive.tree_if_there("styles.xml")
    for tree in (content, styles):
        if tree is not None:
            refuse_what_acts(tree)
    return Findings(bounded([readable("\n".join(Reading(content, styles).lines()))]))


def refuse_parts(archive: Archive) -> None:
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        raise Refused(Refusal.MACROS)
    if any(name.startswith(("Object ", "ObjectReplacements/")) for name in archive.names):
        raise Refused(Refusal.EMBEDDED)
    manifest = archive.tree_if_there("META-INF/manifest.xml")
    if manifest is not None and any(True for _node in manifest.iter(f"{MANIFEST}encryption-data")):
        raise Refused(Refusal.PASSWORD)


def refuse_what_acts(tree: ElementTree.Element) -> None:
    for node in tree.iter():
        if node.tag.startswith(SCRIPT) or node.tag == f"{OFFICE}event-listeners":
            raise Refused(Refusal.SCRIPTS)
        if node.tag in DATA_FROM_PROGRAMS:
            raise Refused(Refusal.SCRIPTS)
        if node.tag in EMBEDDED:
            raise Refused(Refusal.EMBEDDED)
        if node.tag not in FOLLOWED and OUTSIDE.match(node.get(f"{XLINK}href", "")):
            raise Refused(Refusal.LINKED)


class Reading:
    """One text, with the numbers of its lists and headings."""

    def __init__(self, content: ElementTree.Element, styles: ElementTree.Element | None) -> None:
        self.content = content
        trees = [content] if styles is None else [content, styles]
        self.list_styles: dict[str, Levels] = {
            style.get(f"{STYLE}name", ""): levels_of(style)
            for tree in trees
            for style in tree.iter(f"{TEXT}list-style")
        }
        outlines = [style for tree in trees for style in tree.iter(f"{TEXT}outline-style")]
        self.outline = levels_of(outlines[0]) if outlines else {}
        self.headings = Count()
        # Where a list goes on that was interrupted: by its own name, or the last of its style.
        self.named: dict[str, Count] = {}
        self.last: dict[str, Count] = {}

    def lines(self) -> Iterator[str]:
        body = self.content.find(f"{OFFICE}body")
        if body is None:
            raise Refused(Refusal.BROKEN)
        yield from self._lines_in(body)
        for note in body.iter(f"{TEXT}note-body"):
            yield from self._lines_in(note)

    def _lines_in(self, node: ElementTree.Element) -> Iterator[str]:
        for child in node:
            if child.tag in PARAGRAPHS:
                yield from self._line(child, self._heading_label(child))
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, self._count_of(child), "", depth=0)
            elif child.tag not in LEFT_OUT:
                yield from self._lines_in(child)

    def _line(self, paragraph: ElementTree.Element, label: str) -> Iterator[str]:
        text = "".join(pieces_of(paragraph)).strip()
        if text:
            yield f"{label}{text}"

    def _heading_label(self, node: ElementTree.Element) -> str:
        is_numbered = node.tag == f"{TEXT}h" and node.get(f"{TEXT}is-list-header") != "true"
        level = whole(node.get(f"{TEXT}outline-level"), 1) - 1
        return self.headings.next_label(level, self.outline) if is_numbered and level >= 0 else ""

    def _count_of(self, node: ElementTree.Element) -> Count:
        style, name = node.get(f"{TEXT}style-name", ""), node.get(f"{XML}id")
        count = self.named.get(node.get(f"{TEXT}continue-list", ""))
        if count is None and node.get(f"{TEXT}continue-numbering") == "true":
            count = self.last.get(style)
        self.last[style] = count = count or Count()
        if name:
            self.named[name] = count
        return count

    def _list(self, node: ElementTree.Element, count: Count, style: str, *, depth: int) -> Iterator[str]:
        """A list inside a list goes on in the style of the outer one unless it has its own."""
        style = node.get(f"{TEXT}style-name", style)
        levels = self.list_styles.get(style, {})
        for item in node:
            start = whole(item.get(f"{TEXT}start-value"))
            if start:
                count.begin_at(depth, start)
            is_first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list" and depth < 9:
                    yield from self._list(child, count, style, depth=depth + 1)
                elif child.tag in PARAGRAPHS:
                    label = count.next_label(depth, levels) if is_first else ""
                    is_first = False
                    yield from self._line(child, label)


def levels_of(style: ElementTree.Element) -> Levels:
    levels = {}
    for node in style:
        depth = whole(node.get(f"{TEXT}level"), 1)
        shown = min(whole(node.get(f"{TEXT}display-levels"), 1), depth)
        numbers = ".".join(f"%{index}" for index in range(depth - shown + 1, depth + 1))
        levels[depth - 1] = Level(
            kind=KINDS.get(node.get(f"{STYLE}num-format", ""), "none"),
            pattern=node.get(f"{STYLE}num-prefix", "") + numbers + node.get(f"{STYLE}num-suffix", ""),
            start=whole(node.get(f"{TEXT}start-value"), 1),
        )
    return levels


def pieces_of(node: ElementTree.Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{TEXT}s":
            yield " " * min(whole(child.get(f"{TEXT}c"), 1), 100)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag not in LEFT_OUT:
            # Of a text box, which hangs on a paragraph, each paragraph is a line.
            yield "\n" if child.tag in PARAGRAPHS else ""
            yield from pieces_of(child)
        yield child.tail or ""
