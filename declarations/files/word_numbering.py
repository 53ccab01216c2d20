"""Which number Word prints before which paragraph. No Django here.

A paragraph names a list (`num`) itself or through its style; lists that share an abstract list go on
counting where the other has stopped, unless one says where it begins.
"""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from declarations.files.numbering import DEEPEST, Count, Level, whole

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Styles build on others; none is so deep that does not go round.
MOST_STYLES = 20


@dataclass(slots=True)
class AbstractList:
    levels: dict[int, Level]
    # The paragraph style that stands for a level.
    styles: dict[str, int]
    count: Count = field(default_factory=Count)


@dataclass(slots=True)
class List:
    abstract: AbstractList
    levels: dict[int, Level]
    begins_at: dict[int, int]
    has_begun: bool = False


@dataclass(slots=True)
class Style:
    based_on: str
    list_id: str
    level: str


class WordNumbering:
    """Counts as it is asked, so paragraphs are given in their order."""

    def __init__(self, numbering: ElementTree.Element | None, styles: ElementTree.Element | None) -> None:
        self.lists = {} if numbering is None else lists_in(numbering)
        self.styles = {} if styles is None else styles_in(styles)

    def label_of(self, paragraph: ElementTree.Element) -> str:
        """ "12. ", or nothing for a paragraph without a number."""
        list_id, level_text, style_id = self._place_of(paragraph)
        found = self.lists.get(list_id)
        if found is None:
            return ""
        level = min(whole(level_text, found.abstract.styles.get(style_id, 0)), DEEPEST - 1)
        if not found.has_begun:
            found.has_begun = True
            for begun, start in found.begins_at.items():
                found.abstract.count.begin_at(begun, start)
        return found.abstract.count.next_label(level, found.levels)

    def _place_of(self, paragraph: ElementTree.Element) -> tuple[str, str, str]:
        """List, level and style; what the paragraph does not say itself, its style says."""
        properties = f"{WORD}pPr/{WORD}"
        list_id = value_at(paragraph, f"{properties}numPr/{WORD}numId")
        level = value_at(paragraph, f"{properties}numPr/{WORD}ilvl")
        style_id = own_style = value_at(paragraph, f"{properties}pStyle")
        for _ in range(MOST_STYLES):
            style = self.styles.get(style_id)
            if list_id or style is None:
                break
            list_id, level = style.list_id, level or style.level
            own_style = style_id if list_id else own_style
            style_id = style.based_on
        return list_id, level, own_style


def lists_in(numbering: ElementTree.Element) -> dict[str, List]:
    abstract: dict[str, AbstractList] = {}
    by_style: dict[str, AbstractList] = {}
    links: dict[str, str] = {}
    for node in numbering.iter(f"{WORD}abstractNum"):
        found = list(node.iter(f"{WORD}lvl"))
        styles = {style: level_index(level) for level in found if (style := value_at(level, f"{WORD}pStyle"))}
        abstract_id = node.get(f"{WORD}abstractNumId", "")
        abstract[abstract_id] = AbstractList({level_index(level): level_of(level) for level in found}, styles)
        by_style[value_at(node, f"{WORD}styleLink")] = abstract[abstract_id]
        links[abstract_id] = value_at(node, f"{WORD}numStyleLink")
    for abstract_id, style in links.items():
        if style in by_style and style:
            abstract[abstract_id] = by_style[style]
    return {
        node.get(f"{WORD}numId", ""): list_of(node, abstract[abstract_id])
        for node in numbering.iter(f"{WORD}num")
        if (abstract_id := value_at(node, f"{WORD}abstractNumId")) in abstract
    }


def list_of(node: ElementTree.Element, abstract: AbstractList) -> List:
    levels, begins_at = dict(abstract.levels), {}
    for change in node.iter(f"{WORD}lvlOverride"):
        index = level_index(change)
        start = value_at(change, f"{WORD}startOverride")
        other = change.find(f"{WORD}lvl")
        if start:
            begins_at[index] = whole(start, 1)
        if other is not None:
            levels[index] = level_of(other)
    return List(abstract, levels, begins_at)


def level_index(node: ElementTree.Element) -> int:
    return min(whole(node.get(f"{WORD}ilvl")), DEEPEST - 1)


def level_of(node: ElementTree.Element) -> Level:
    return Level(
        kind=value_at(node, f"{WORD}numFmt") or "decimal",
        pattern=value_at(node, f"{WORD}lvlText"),
        start=whole(value_at(node, f"{WORD}start"), 1),
    )


def styles_in(tree: ElementTree.Element) -> dict[str, Style]:
    return {
        node.get(f"{WORD}styleId", ""): Style(
            based_on=value_at(node, f"{WORD}basedOn"),
            list_id=value_at(node, f"{WORD}pPr/{WORD}numPr/{WORD}numId"),
            level=value_at(node, f"{WORD}pPr/{WORD}numPr/{WORD}ilvl"),
        )
        for node in tree.iter(f"{WORD}style")
    }


def value_at(node: ElementTree.Element, path: str) -> str:
    found = node.find(path)
    return "" if found is None else found.get(f"{WORD}val", "")
