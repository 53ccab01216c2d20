"""Word texts: nothing in them may act, and they are read paragraph by paragraph. No Django here."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from declarations.files.archive import Archive
from declarations.files.findings import Findings, bounded, readable
from declarations.files.refusals import Refusal, Refused
from declarations.files.word_numbering import WORD, WordNumbering

WORD_TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# Whatever else a document points to outside itself is fetched, or run, when it is opened.
HARMLESS_TARGETS = ("/hyperlink",)
# What a part is to the document, whatever name it has.
MACRO_RELATIONS = ("/vbaProject", "/wordVbaData", "/control", "/activeXControlBinary")
EMBEDDING_RELATIONS = ("/oleObject", "/package", "/aFChunk", "/attachedToolbars", "/subDocument")
# A field that starts another program and asks it for data.
COMMAND_FIELD = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)

PARAGRAPH = f"{WORD}p"
# What was deleted or moved away, and what only programs before 2010 would show.
LEFT_OUT = {
    f"{WORD}del",
    f"{WORD}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
SIGNS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def inspect(path: Path) -> Findings:
    archive = Archive(path)
    types = archive.tree("[Content_Types].xml")
    refuse_what_acts(archive, {node.get("ContentType", "").lower() for node in types})
    main = [
        node.get("PartName", "").lstrip("/")
        for node in types.iter(f"{CONTENT_TYPES}Override")
        if node.get("ContentType") == WORD_TEXT
    ]
    if not main:
        raise Refused(Refusal.OTHER_CONTENT)
    numbering = WordNumbering(
        archive.tree_if_there("word/numbering.xml"), archive.tree_if_there("word/styles.xml")
    )
    lines = [*lines_of(archive.tree(main[0]), numbering)]
    for name in NOTES:
        notes = archive.tree_if_there(name)
        if notes is not None:
            lines += lines_of(notes, numbering)
    return Findings(bounded([readable("\n".join(lines))]))


def refuse_what_acts(archive: Archive, kinds: set[str]) -> None:
    names = [name.lower() for name in archive.names]
    if any("vbaproject" in name or "vbadata" in name or "/activex" in name for name in names):
        raise Refused(Refusal.MACROS)
    if any("macroenabled" in kind or "vba" in kind or "activex" in kind for kind in kinds):
        raise Refused(Refusal.MACROS)
    if any("/embeddings/" in name or "oleobject" in name for name in names):
        raise Refused(Refusal.EMBEDDED)
    if any("oleobject" in kind for kind in kinds):
        raise Refused(Refusal.EMBEDDED)
    for name in archive.names:
        if name.lower().endswith(".rels"):
            for link in archive.tree(name).iter(f"{RELATIONSHIPS}Relationship"):
                _judge(link.get("Type", ""), is_outside=link.get("TargetMode", "").lower() == "external")
        elif name.lower().endswith(".xml") and not name.lower().startswith("customxml/"):
            refuse_commands(archive.tree(name))


def _judge(relation: str, *, is_outside: bool) -> None:
    if relation.endswith(MACRO_RELATIONS):
        raise Refused(Refusal.MACROS)
    if relation.endswith(EMBEDDING_RELATIONS):
        raise Refused(Refusal.EMBEDDED)
    if is_outside and not relation.endswith(HARMLESS_TARGETS):
        raise Refused(Refusal.LINKED)


def refuse_commands(tree: ElementTree.Element) -> None:
    """A command may be written in pieces, of which none is one."""
    pieces = "".join(node.text or "" for node in tree.iter(f"{WORD}instrText"))
    whole = " ".join(node.get(f"{WORD}instr", "") for node in tree.iter(f"{WORD}fldSimple"))
    if COMMAND_FIELD.search(pieces) or COMMAND_FIELD.search(whole):
        raise Refused(Refusal.SCRIPTS)


def lines_of(tree: ElementTree.Element, numbering: WordNumbering) -> Iterator[str]:
    for paragraph in paragraphs_in(tree):
        text = "".join(pieces_of(paragraph)).strip()
        if text:
            yield f"{numbering.label_of(paragraph)}{text}"


def paragraphs_in(node: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Those of a text box come after the paragraph that it hangs on."""
    for child in node:
        if child.tag in LEFT_OUT:
            continue
        if child.tag == PARAGRAPH:
            yield child
        yield from paragraphs_in(child)


def pieces_of(node: ElementTree.Element) -> Iterator[str]:
    for child in node:
        if child.tag == f"{WORD}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag != PARAGRAPH and child.tag not in LEFT_OUT and child.tag != f"{WORD}pPr":
            yield from pieces_of(child)
