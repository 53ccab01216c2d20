"""What the splitter proposes."""

from dataclasses import dataclass, field

from declarations.splitting.markers import Level

LONGEST_HEADING, LINES_OF_A_HEADING = 120, 2
HEADING_COLUMN = 300
ENDS_A_SENTENCE = tuple(".;:,،؛")


def is_like_heading(text: str) -> bool:
    return 0 < len(text) <= LONGEST_HEADING and not text.endswith(ENDS_A_SENTENCE)


@dataclass(slots=True)
class Proposed:
    """One provision as it was read from a text; its level is a value of `Provision.Kind`."""

    kind: str
    eid: str
    number: str
    page: int
    heading: str = ""
    text: str = ""
    # Numbers that should stand before it and were not found.
    missing: tuple[int, ...] = ()
    # Likelier the title of the whole text than a part of it.
    is_title: bool = False


@dataclass(slots=True)
class Row:
    """A provision while its text is being read: a block is a paragraph of running text."""

    level: Level
    eid: str
    number: str
    page: int
    name: str = ""
    blocks: list[list[str]] = field(default_factory=list)
    missing: tuple[int, ...] = ()
    # Points, or the paragraphs of an article.
    has_inner: bool = False
    is_title: bool = False

    def begin(self, text: str) -> None:
        if text:
            self.blocks.append([text])

    def go_on(self, text: str) -> None:
        if self.blocks:
            self.blocks[-1].append(text)
        else:
            self.blocks.append([text])

    def is_heading_so_far(self) -> bool:
        latest = self.blocks[-1] if self.blocks else []
        return len(latest) <= LINES_OF_A_HEADING and (not latest or is_like_heading(" ".join(latest)))

    def finished(self) -> Proposed:
        blocks = [" ".join(block) for block in self.blocks]
        headings = []
        while blocks and self._is_heading(blocks):
            headings.append(blocks.pop(0))
            if self.level is not Level.PART:
                break
        heading = ". ".join(filter(None, [self.name, " ".join(headings)]))
        if len(heading) > HEADING_COLUMN:
            heading, blocks = "", [heading, *blocks]
        return Proposed(
            kind=str(self.level),
            eid=self.eid,
            number=self.number,
            page=self.page,
            heading=heading,
            text="\n\n".join(blocks),
            missing=self.missing,
            is_title=self.is_title,
        )

    def _is_heading(self, blocks: list[str]) -> bool:
        if not is_like_heading(blocks[0]):
            return False
        if self.level is Level.PART:
            return True
        has_more = len(blocks) > 1 or self.has_inner
        return self.level in {Level.ARTICLE, Level.PARAGRAPH} and bool(self.number) and has_more
