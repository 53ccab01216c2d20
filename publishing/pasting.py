"""What word processors leave behind in formatted text, turned into what the portal keeps.

Word writes lists as paragraphs with a mark in front, headings from the first level down, deleted words that
tracked changes still carry, and much that only Word reads. Called before a text is sanitised.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Word, Outlook; LibreOffice; Google's and Apple's editors.
FROM_ELSEWHERE = re.compile(
    r"<(?:o:p|font\b|[^<>]*(?:\bmso-|class=[\"']?Mso|urn:schemas-microsoft-com|docs-internal-guid|Apple-)"
    r"|meta[^<>]+generator)",
    re.IGNORECASE,
)
CONDITIONS = re.compile(r"<!\[(?:if|endif)[^>]*>", re.IGNORECASE)
EMPTY_BLOCK = re.compile(r"<(p|h2|h3|li|ul|ol|blockquote|strong|em)>(?:\s|\xa0|&nbsp;|<br>)*</\1>")
BLOCK_TAG = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote|table|thead|tbody|tr|th|td)\b")
DEEPEST = 10
RENAMED = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    "div": "p",
    "dt": "p",
    "dd": "p",
}
BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote", "table", "hr", "pre"}
TITLES = re.compile(r"\bMso(?:Title|Subtitle)\b")
# Nobody is meant to read what stands in them: data of the word processor, deleted words, comments.
SILENT = {"style", "script", "xml", "title", "head", "del", "noscript", "template"}
SILENT_STYLES = re.compile(r"mso-element:\s*comment|mso-hide:\s*all|display:\s*none", re.IGNORECASE)
LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
NUMBERED = re.compile(r"\(?(\d{1,3}|[a-z]|[ivxl]{1,5})[.)]", re.IGNORECASE)
BULLET = re.compile(r"^[•·▪◦‣●○■§][\s\xa0]+")
VOID = {"br", "hr", "img", "meta", "link", "col", "input", "wbr", "area", "base", "embed", "source", "track"}


def is_from_elsewhere(text: str) -> bool:
    return bool(FROM_ELSEWHERE.search(text))


def tidied(text: str) -> str:
    reader = _Tidier()
    reader.feed(CONDITIONS.sub("", text))
    reader.close()
    return reader.result()


def without_empty_blocks(text: str) -> str:
    """From the inside out, as deep as anybody nests them."""
    for _depth in range(DEEPEST):
        text, count = EMPTY_BLOCK.subn("", text)
        if not count:
            break
    return text


@dataclass
class Item:
    """A paragraph that Word shows as an item of a list."""

    level: int
    mark: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        """What it is counted by; nothing where it has a bullet."""
        found = NUMBERED.fullmatch(self.mark.strip().strip("\xa0"))
        return found[1] if found else ""

    @property
    def kind(self) -> str:
        return "ol" if self.number else "ul"


@dataclass
class Opened:
    tag: str
    end: str = ""
    is_silent: bool = False
    is_mark: bool = False
    is_item: bool = False


class _Tidier(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.opened: list[Opened] = []
        # How many of each are open, so that no text is walked through again and again.
        self.count: Counter[str] = Counter()
        # Items of the list that is being read, and the one that is not over.
        self.items: list[Item] = []
        self.item: Item | None = None

    def result(self) -> str:
        self._end_item()
        self._end_list()
        # Items that somebody has typed came one by one.
        return re.sub(r"</ul>\s*<ul>", "", "".join(self.out))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "body":
            # Whatever the head has left open.
            self.opened.clear()
            self.count.clear()
        if tag in VOID:
            if tag == "br" and not self.count["silent"]:
                self._write("<br>")
            return
        style = given.get("style", "")
        is_silent = (
            tag in SILENT or bool(SILENT_STYLES.search(style)) or "MsoComment" in given.get("class", "")
        )
        opened = Opened(
            tag, is_silent=is_silent, is_mark="mso-list:ignore" in re.sub(r"\s", "", style.lower())
        )
        if not is_silent and not self.count["silent"]:
            self._open(opened, given, style)
        self.opened.append(opened)
        self._counts(opened, 1)

    def _counts(self, opened: Opened, step: int) -> None:
        self.count[f"<{opened.tag}>"] += step
        self.count["silent"] += step * opened.is_silent
        self.count["mark"] += step * opened.is_mark

    def _open(self, opened: Opened, given: dict[str, str], style: str) -> None:
        tag = RENAMED.get(opened.tag, opened.tag)
        level = LEVEL.search(style)
        if level and tag in {"p", "h2", "h3"}:
            self._end_item()
            self.item = Item(int(level[1]))
            opened.is_item = True
            return
        if tag in BLOCKS:
            self._end_item()
        if opened.is_mark:
            return
        if tag == "p" and TITLES.search(given.get("class", "")):
            tag = "h2"
        weight = re.search(r"(?<![\w-])font-weight:\s*(\w+)", style)
        if tag == "strong" and weight and weight[1] in {"normal", "400"}:
            return
        if tag == "span":
            is_bold = weight and weight[1] in {"bold", "bolder", "600", "700", "800", "900"}
            is_slanted = re.search(r"(?<![\w-])font-style:\s*italic", style)
            before = f"{'<strong>' if is_bold else ''}{'<em>' if is_slanted else ''}"
            opened.end = f"{'</em>' if is_slanted else ''}{'</strong>' if is_bold else ''}"
            self._write(before)
            return
        if tag == "a" and not re.match(r"(?:https?:|mailto:)", given.get("href", "").strip(), re.IGNORECASE):
            # Marks within the file, footnotes, files on somebody's disk.
            return
        kept = {name: given[name] for name in ("href", "start", "colspan", "rowspan") if given.get(name)}
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())
        self._write(f"<{tag}{attributes}>")
        opened.end = f"</{tag}>"

    def handle_endtag(self, tag: str) -> None:
        if not self.count[f"<{tag}>"]:
            return
        while self.opened:
            opened = self.opened.pop()
            self._counts(opened, -1)
            if opened.is_item:
                self._end_item()
            elif opened.end:
                self._write(opened.end)
            if opened.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.count["silent"]:
            return
        # Lines are wrapped anywhere, and spaces that do not break are strung together to move things.
        words = re.sub(r"[ \t\r\n]+", " ", data)
        words = re.sub(r"[ \xa0]{2,}", " ", words)
        if self.item is not None and self.count["mark"]:
            self.item.mark += words
            return
        bullet = BULLET.match(words)
        if (
            bullet
            and self.item is None
            and self.out
            and self.out[-1] == "<p>"
            and self.opened[-1].end == "</p>"
        ):
            # A list that somebody has typed.
            self.out.pop()
            self.opened[-1].end, self.opened[-1].is_item = "", True
            self.item = Item(level=1)
            words = words[bullet.end() :]
        self._write(html.escape(words, quote=False))

    def _write(self, text: str) -> None:
        if self.item is not None:
            self.item.words.append(text)
            return
        if not text.strip() and (self.items or not self.out or BLOCK_TAG.match(self.out[-1])):
            # Between blocks there is nothing to space.
            return
        self._end_list()
        self.out.append(text)

    def _end_item(self) -> None:
        if self.item is not None:
            self.items.append(self.item)
            self.item = None

    def _end_list(self) -> None:
        if self.items:
            self.out.append(lists_of(self.items))
            self.items = []


def lists_of(items: list[Item]) -> str:
    """Nested as the levels say. What follows on one level with another kind of mark is another list."""
    lists: list[str] = []
    at = 0
    while at < len(items):
        first = items[at]
        rows: list[str] = []
        while at < len(items) and items[at].level == first.level and items[at].kind == first.kind:
            below = at + 1
            while below < len(items) and items[below].level > first.level:
                below += 1
            rows.append(
                f"<li><p>{''.join(items[at].words).strip()}</p>{lists_of(items[at + 1 : below])}</li>"
            )
            at = below
        start = f' start="{first.number}"' if first.number.isdecimal() and int(first.number) != 1 else ""
        lists.append(f"<{first.kind}{start}>{''.join(rows)}</{first.kind}>")
    return "".join(lists)
