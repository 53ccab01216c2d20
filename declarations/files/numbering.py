"""The numbers that Word prints before paragraphs, which are not in their text. No Django here."""

from xml.etree import ElementTree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 9
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts as it is asked, so paragraphs are given in their order."""

    def __init__(self, tree: ElementTree.Element | None) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counters: dict[str, list[int]] = {}
        if tree is not None:
            self._read(tree)

    def _read(self, tree: ElementTree.Element) -> None:
        abstract = {
            node.get(f"{WORD}abstractNumId", ""): {
                level: described
                for level_node in node.iter(f"{WORD}lvl")
                for level, described in [_level(level_node)]
            }
            for node in tree.iter(f"{WORD}abstractNum")
        }
        for node in tree.iter(f"{WORD}num"):
            link = node.find(f"{WORD}abstractNumId")
            self.levels[node.get(f"{WORD}numId", "")] = abstract.get(_value(link), {})

    def label_of(self, paragraph: ElementTree.Element) -> str:
        """ "12. ", or nothing for a paragraph without a number."""
        properties = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        if properties is None:
            return ""
        list_id = _value(properties.find(f"{WORD}numId"))
        level = min(_number(_value(properties.find(f"{WORD}ilvl")), 0), DEEPEST - 1)
        levels = self.levels.get(list_id, {})
        if level not in levels or levels[level][0] in {"bullet", "none"}:
            return ""
        counters = self.counters.setdefault(list_id, [0] * DEEPEST)
        start = levels[level][2]
        counters[level] = counters[level] + 1 if counters[level] else start
        counters[level + 1 :] = [0] * (DEEPEST - level - 1)
        label = levels[level][1]
        for index in range(level + 1):
            kind, _pattern, first = levels.get(index, ("decimal", "", 1))
            label = label.replace(f"%{index + 1}", _written(counters[index] or first, kind))
        return f"{label} "


def _level(node: ElementTree.Element) -> tuple[int, tuple[str, str, int]]:
    kind = _value(node.find(f"{WORD}numFmt")) or "decimal"
    pattern = _value(node.find(f"{WORD}lvlText"))
    return _number(node.get(f"{WORD}ilvl"), 0), (kind, pattern, _number(_value(node.find(f"{WORD}start")), 1))


def _value(node: ElementTree.Element | None) -> str:
    return "" if node is None else node.get(f"{WORD}val", "")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default


def _written(number: int, kind: str) -> str:
    if kind.endswith("Letter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if kind.startswith("upper") else letter
    if kind.endswith("Roman") and 0 < number < 40:
        written, rest = "", number
        for worth, sign in ROMAN:
            written += sign * (rest // worth)
            rest %= worth
        return written.upper() if kind.startswith("upper") else written
    return str(number)
