"""Word and OpenDocument texts: nothing in them may act, and they are read paragraph by paragraph.

Both are archives of XML. No Django here.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from declarations.files.findings import Findings, bounded, readable
from declarations.files.numbering import Numbering
from declarations.files.refusals import Refusal, Refused

MOST_PARTS, LARGEST_PART, LARGEST_WHOLE = 10_000, 100_000_000, 400_000_000

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD_TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# Whatever else a document points to outside itself is fetched, or run, when it is opened.
HARMLESS_TARGETS = ("/hyperlink",)

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


class Archive:
    """Reads no more than is allowed, whatever the archive says of itself."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Refused(Refusal.OTHER_CONTENT) from error
        parts = self.zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
            raise Refused(Refusal.TOO_LARGE_INSIDE)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(Refusal.PASSWORD)
        self.names = [part.filename for part in parts]

    def read(self, name: str) -> bytes:
        try:
            with self.zip.open(name) as part:
                content = part.read(LARGEST_PART + 1)
        except KeyError as error:
            raise Refused(Refusal.OTHER_CONTENT) from error
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise Refused(Refusal.BROKEN) from error
        except Exception as error:
            # zlib's own error has no common ancestor with the rest.
            raise Refused(Refusal.BROKEN) from error
        if len(content) > LARGEST_PART:
            raise Refused(Refusal.TOO_LARGE_INSIDE)
        return content

    def tree(self, name: str) -> ElementTree.Element:
        content = self.read(name)
        # Neither format has a document type; one would only bring entities.
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Refused(Refusal.BROKEN)
        try:
            return ElementTree.fromstring(content)  # noqa: S314 - without a document type there are no entities
        except ElementTree.ParseError as error:
            raise Refused(Refusal.BROKEN) from error


def inspect_docx(path: Path) -> Findings:
    archive = Archive(path)
    types = archive.tree("[Content_Types].xml")
    kinds = {node.get("ContentType", "") for node in types}
    refuse_active_word(archive, kinds)
    main = [
        node.get("PartName", "").lstrip("/")
        for node in types.iter(f"{CONTENT_TYPES}Override")
        if node.get("ContentType") == WORD_TEXT
    ]
    if not main:
        raise Refused(Refusal.OTHER_CONTENT)
    numbering = Numbering(
        archive.tree("word/numbering.xml") if "word/numbering.xml" in archive.names else None
    )
    lines = [*word_lines(archive.tree(main[0]), numbering)]
    if "word/footnotes.xml" in archive.names:
        lines += word_lines(archive.tree("word/footnotes.xml"), Numbering(None))
    return Findings(bounded([readable("\n".join(lines))]))


def refuse_active_word(archive: Archive, kinds: set[str]) -> None:
    names = [name.lower() for name in archive.names]
    if any("vbaproject" in name or "vbadata" in name or "/activex" in name for name in names):
        raise Refused(Refusal.MACROS)
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in kinds):
        raise Refused(Refusal.MACROS)
    if any("/embeddings/" in name or "oleobject" in name or "/attachedtoolbars" in name for name in names):
        raise Refused(Refusal.EMBEDDED)
    for name in archive.names:
        if name.endswith(".rels"):
            for link in archive.tree(name).iter(f"{RELATIONSHIPS}Relationship"):
                is_outside = link.get("TargetMode", "").lower() == "external"
                if is_outside and not link.get("Type", "").endswith(HARMLESS_TARGETS):
                    raise Refused(Refusal.LINKED)


def word_lines(tree: ElementTree.Element, numbering: Numbering) -> Iterator[str]:
    for paragraph in tree.iter(f"{WORD}p"):
        text = "".join(word_pieces(paragraph)).strip()
        if text:
            yield f"{numbering.label_of(paragraph)}{text}"


def word_pieces(paragraph: ElementTree.Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{WORD}t":
            yield node.text or ""
        elif node.tag == f"{WORD}tab":
            yield "\t"
        elif node.tag in {f"{WORD}br", f"{WORD}cr"}:
            yield "\n"
        elif node.tag == f"{WORD}noBreakHyphen":
            yield "-"


def inspect_odt(path: Path) -> Findings:
    archive = Archive(path)
    if "mimetype" not in archive.names or archive.read("mimetype").strip() != OPEN_TEXT.encode():
        raise Refused(Refusal.OTHER_CONTENT)
    refuse_active_open(archive)
    tree = archive.tree("content.xml")
    for node in tree.iter():
        if node.tag.startswith(SCRIPT) or node.tag == f"{OFFICE}event-listeners":
            raise Refused(Refusal.SCRIPTS)
        if node.tag in {f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin", f"{DRAW}applet"}:
            raise Refused(Refusal.EMBEDDED)
    return Findings(bounded([readable("\n".join(open_lines(tree)))]))


def refuse_active_open(archive: Archive) -> None:
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        raise Refused(Refusal.MACROS)
    if any(name.startswith(("Object ", "ObjectReplacements/")) for name in archive.names):
        raise Refused(Refusal.EMBEDDED)
    if "META-INF/manifest.xml" in archive.names:
        manifest = archive.tree("META-INF/manifest.xml")
        if any(True for _node in manifest.iter(f"{MANIFEST}encryption-data")):
            raise Refused(Refusal.PASSWORD)


def open_lines(tree: ElementTree.Element) -> Iterator[str]:
    body = tree.find(f"{OFFICE}body")
    if body is None:
        raise Refused(Refusal.BROKEN)
    numbered = {
        style.get(f"{STYLE}name", "")
        for style in tree.iter(f"{TEXT}list-style")
        if style.find(f"{TEXT}list-level-style-number") is not None
    }
    yield from _open_lines(body, numbered, is_numbered=False, counters=())


def _open_lines(
    node: ElementTree.Element, numbered: set[str], *, is_numbered: bool, counters: tuple[int, ...]
) -> Iterator[str]:
    """Numbers are those of the lists a paragraph stands in: printed, but not in its text."""
    number, is_first = 0, True
    for child in node:
        if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
            text = "".join(open_pieces(child)).strip()
            has_label = is_numbered and bool(counters) and is_first
            if text:
                yield f"{'.'.join(map(str, counters))}. {text}" if has_label else text
                is_first = False
        elif child.tag == f"{TEXT}list":
            # A list inside a list goes on in the style of the outer one.
            style = child.get(f"{TEXT}style-name")
            inner = style in numbered if style else is_numbered
            yield from _open_lines(child, numbered, is_numbered=inner, counters=counters)
        elif child.tag == f"{TEXT}list-item":
            number = _whole(child.get(f"{TEXT}start-value")) or number + 1
            inner_counters = (*counters, number)
            yield from _open_lines(child, numbered, is_numbered=is_numbered, counters=inner_counters)
        elif child.tag != f"{TEXT}tracked-changes":
            yield from _open_lines(child, numbered, is_numbered=is_numbered, counters=counters)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def open_pieces(node: ElementTree.Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{TEXT}s":
            yield " " * min(_whole(child.get(f"{TEXT}c")) or 1, 100)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        else:
            yield from open_pieces(child)
        yield child.tail or ""
