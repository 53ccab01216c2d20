"""Reads lines into provisions: which of the markers are meant follows from what came before."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from declarations.splitting.eids import Eids
from declarations.splitting.lines import SENTENCE_END, Line
from declarations.splitting.markers import Level, Marker, markers_of
from declarations.splitting.numerals import letter_for
from declarations.splitting.openings import is_preambular
from declarations.splitting.rows import ENDS_A_SENTENCE, Row, is_like_heading

# So many numbers may be missing; with more, it must go on from there.
SMALL_GAP = 3
# From the outermost; figures and letters in the order in which they are first seen.
RANKS = {"annex": 0, "part": 1, "title": 2, "chapter": 3, "section": 4}
RANK_OF_HEADING = 9
LONGEST_UNNUMBERED_HEADING = 90
DEEPEST_LIST = 3
LINES_OF_A_TITLE, LONGEST_TITLE = 5, 250


@dataclass(slots=True)
class Run:
    """Numbers of one style that follow each other, and the row of the latest."""

    style: str
    last: int
    row: Row
    above: tuple[int, ...] = ()


@dataclass(slots=True)
class OpenPart:
    rank: int
    row: Row


@dataclass(slots=True)
class Scope:
    """What is numbered through: the body of a text, or an annex of it."""

    prefix: str = ""
    highest: int = 0
    highest_article: int = 0


class Reading:
    """One pass over the lines. Where paragraphs have no numbers, each block is one."""

    def __init__(self, lines: Sequence[Line], markers: Sequence[list[Marker]], *, is_numbered: bool) -> None:
        self.lines, self.markers, self.is_numbered = lines, markers, is_numbered
        self.later = _Later(markers)
        self.rows: list[Row] = []
        self.eids = Eids()
        self.parts: list[OpenPart] = []
        self.part_numbers: dict[str, int] = {}
        self.letter_ranks: dict[str, int] = {}
        self.scope = Scope()
        self.article: Row | None = None
        self.paragraph: Run | None = None
        # The paragraph that points belong to; without one, the article or part.
        self.prefix = ""
        self.points: list[Run] = []
        self.unnumbered: Counter[str] = Counter()
        self.in_opening = True
        self.index = 0
        # The latest line that was passed over as one of a list of contents.
        self.contents_at = -1

    def read(self) -> list[Row]:
        for index, line in enumerate(self.lines):
            self.index = index
            if not (self.markers[self.index] and self._marker(line)):
                self._running_text(line)
        return self.rows

    @property
    def found_numbers(self) -> bool:
        return any(row.number and row.level in {Level.PARAGRAPH, Level.ARTICLE} for row in self.rows)

    # Markers

    def _marker(self, line: Line) -> bool:
        steps = {
            Level.PART: self._part,
            Level.ARTICLE: self._article,
            Level.PARAGRAPH: self._paragraph,
            Level.POINT: self._point,
        }
        return any(steps[marker.level](line, marker) for marker in self.markers[self.index])

    def _part(self, line: Line, marker: Marker) -> bool:
        if not marker.is_named and not is_like_heading(marker.rest):
            return False
        place = self._place(marker, self.part_numbers.get(marker.style, 0))
        if place is None and marker.is_named:
            place = marker.places[0]
        if place is None or self._is_contents(marker):
            return False
        is_alone = marker.style not in self.letter_ranks and self._next(marker.style, 2) is None
        if not marker.is_named and place == 1 and is_alone:
            return False
        rank = self._rank(marker.style)
        missing = self._missing(place, self.part_numbers.get(marker.style, 0))
        for style in [style for style in self.part_numbers if self._rank(style) > rank]:
            del self.part_numbers[style]
        self.part_numbers[marker.style] = place
        while self.parts and self.parts[-1].rank >= rank:
            self.parts.pop()
        if marker.style == "annex":
            wanted = f"annex-{place}"
            self.scope = Scope(prefix=f"{wanted}-")
        elif self.parts and self.parts[-1].rank < RANK_OF_HEADING:
            wanted = f"{self.parts[-1].row.eid}-{'part-' if self.parts[-1].rank == 0 else ''}{place}"
        else:
            wanted = f"part-{place}"
        row = self._add(line, marker, Level.PART, wanted, missing)
        self._open_part(OpenPart(rank, row))
        return True

    def _open_part(self, part: OpenPart) -> None:
        self.parts.append(part)
        self.article = self.paragraph = None
        self.points = []
        self.in_opening = False

    def _rank(self, style: str) -> int:
        if style in RANKS:
            return RANKS[style]
        return self.letter_ranks.setdefault(style, max(RANKS.values()) + 1 + len(self.letter_ranks))

    def _article(self, line: Line, marker: Marker) -> bool:
        last = self.scope.highest_article
        place = self._place(marker, last)
        if place is None and (
            self._is_excerpt(marker, marker.places[0]) or (marker.places[0] == 1 and self.parts)
        ):
            place = marker.places[0]
        if place is None or self._is_contents(marker):
            return False
        inside = self.scope.prefix
        if place <= last:
            inside = f"{self.parts[-1].row.eid}-"
        else:
            self.scope.highest_article = place
        row = self._add(line, marker, Level.ARTICLE, f"{inside}art-{place}", self._missing(place, last))
        self.article, self.paragraph, self.points, self.in_opening = row, None, [], False
        return True

    def _paragraph(self, line: Line, marker: Marker) -> bool:
        (place,) = marker.places
        run = self.paragraph
        if run is None:
            return self._first_paragraph(line, marker, place)
        inner = next((point for point in self.points if point.style == marker.style), None)
        if run.style != marker.style:
            # Written in another way, but the one that is due, and nowhere else.
            is_due = place == run.last + 1 > 1 and inner is None and self._next(run.style, place) is None
            if not is_due:
                return self._point(line, marker)
            self._add_paragraph(line, marker, place, ())
            return True
        if inner is not None and place == inner.last + 1 and (place != run.last + 1 or self._goes_on(inner)):
            return self._point(line, marker)
        if place == 1 and self._announces(run.row):
            return self._point(line, marker)
        if place == 1 and place <= run.last:
            # A new count without a heading.
            self.paragraph = None
            return self._first_paragraph(line, marker, place)
        if self._place(marker, run.last) is None:
            return False
        self._add_paragraph(line, marker, place, self._missing(place, run.last))
        return True

    def _first_paragraph(self, line: Line, marker: Marker, place: int) -> bool:
        last = self.scope.highest if self.article is None else 0
        if place != 1 and self._place(marker, last) is None and not self._is_excerpt(marker, place):
            return False
        if self.article is not None:
            self.prefix = f"{self.article.eid}-"
        elif place <= last:
            self.prefix = f"{self.parts[-1].row.eid}-" if self.parts else "again-"
        else:
            self.prefix = self.scope.prefix
        self._add_paragraph(line, marker, place, self._missing(place, last) if place > last else ())
        return True

    def _add_paragraph(self, line: Line, marker: Marker, place: int, missing: tuple[int, ...]) -> None:
        row = self._add(line, marker, Level.PARAGRAPH, f"{self.prefix}para-{place}", missing)
        if self.article is not None:
            self.article.has_inner = True
        elif self.prefix == self.scope.prefix:
            self.scope.highest = max(self.scope.highest, place)
        self.paragraph, self.points, self.in_opening = Run(marker.style, place, row), [], False

    def _point(self, line: Line, marker: Marker) -> bool:
        if marker.style == "dotted":
            return self._dotted(line, marker)
        owner = self._owner()
        if owner is None:
            return False
        for depth in reversed(range(len(self.points))):
            run = self.points[depth]
            if run.style != marker.style:
                continue
            place = run.last + 1 if marker.is_bullet else self._place(marker, run.last)
            if place is not None:
                del self.points[depth + 1 :]
                missing = () if marker.is_bullet else self._missing(place, run.last)
                run.row, run.last = self._add_point(line, marker, place, self._above(depth), missing), place
                return True
        if not self._begins_list(line, marker):
            return False
        # The same kind of list again takes the place of the first, and none stands deeper than the deepest.
        styles = [run.style for run in self.points]
        depth = styles.index(marker.style) if marker.style in styles else len(styles)
        del self.points[min(depth, DEEPEST_LIST) :]
        row = self._add_point(line, marker, 1, self._above(len(self.points)), ())
        self.points.append(Run(marker.style, 1, row))
        return True

    def _begins_list(self, line: Line, marker: Marker) -> bool:
        if marker.is_dash:
            before = self.lines[self.index - 1].text if self.index else ""
            return line.after_gap or before.endswith((":", ";", ".", "؛", "»"))
        return marker.is_bullet or 1 in marker.places

    def _above(self, depth: int) -> str:
        """The identifier under which the points of this depth are counted."""
        if depth:
            return f"{self.points[depth - 1].row.eid}-"
        owner = self._owner()
        return f"{owner.eid}-point-" if owner else "point-"

    def _owner(self) -> Row | None:
        if self.paragraph is not None:
            return self.paragraph.row
        if self.article is not None:
            return self.article
        if self.parts:
            return self.parts[-1].row
        return self.rows[-1] if self.rows and not self.is_numbered else None

    def _add_point(self, line: Line, marker: Marker, place: int, above: str, missing: tuple[int, ...]) -> Row:
        owner = self._owner()
        if owner is not None:
            owner.has_inner = True
        named = letter_for(place) if marker.style.strip("().-") == "a" else str(place)
        return self._add(line, marker, Level.POINT, f"{above}{named}", missing)

    def _dotted(self, line: Line, marker: Marker) -> bool:
        run = next((point for point in self.points if point.above == marker.above), None)
        last = run.last if run else 0
        if self._place(marker, last) is None:
            return False
        (place,) = marker.places
        missing = self._missing(place, last)
        number = self.paragraph.last if self.paragraph else None
        inner = "-".join(map(str, (*marker.above[1:], place)))
        if number == marker.above[0] and self.paragraph is not None:
            self.paragraph.row.has_inner = True
            row = self._add(line, marker, Level.POINT, f"{self.paragraph.row.eid}-point-{inner}", missing)
        else:
            inside = f"{self.article.eid}-" if self.article else self.scope.prefix
            wanted = f"{inside}para-{marker.above[0]}-{inner}"
            row = self._add(line, marker, Level.PARAGRAPH, wanted, missing)
            self.in_opening = False
        self.points = [
            *(
                point
                for point in self.points
                if point.above and point.above == marker.above[: len(point.above)]
            ),
        ]
        self.points = [point for point in self.points if point.above != marker.above]
        self.points.append(Run("dotted", place, row, marker.above))
        return True

    # Numbers that follow each other

    def _place(self, marker: Marker, last: int) -> int | None:
        """The number it stands for if it follows the last one, over a gap that can be believed."""
        for place in marker.places:
            if place == last + 1:
                return place
        for place in marker.places if last else ():
            if place > last and self._goes_on_sooner(
                marker.style, place, last, is_small=place <= last + 1 + SMALL_GAP
            ):
                return place
        return None

    def _goes_on_sooner(self, style: str, place: int, last: int, *, is_small: bool) -> bool:
        """From here on comes the next number, and not the one that seems to be missing."""
        following, skipped = self._next(style, place + 1), self._next(style, last + 1)
        if following is None:
            return is_small and skipped is None
        return skipped is None or following < skipped

    def _is_excerpt(self, marker: Marker, place: int) -> bool:
        """The text does not begin with the first."""
        return self._next(marker.style, place + 1) is not None and self._next(marker.style, 1) is None

    def _next(self, style: str, place: int) -> int | None:
        return self.later.next(style, place, self.index)

    @staticmethod
    def _missing(place: int, last: int) -> tuple[int, ...]:
        return tuple(range(last + 1, place))[:20]

    @staticmethod
    def _announces(row: Row) -> bool:
        return bool(row.blocks) and row.blocks[-1][-1].endswith(":")

    @staticmethod
    def _goes_on(run: Run) -> bool:
        """The item does not end its list."""
        return bool(run.row.blocks) and not run.row.blocks[-1][-1].endswith((".", "۔"))

    def _is_contents(self, marker: Marker) -> bool:
        """The same heading comes again, and headings stand around it: it is a list of contents."""
        if not self.later.comes_again(marker, self.index):
            return False
        following = self.markers[self.index + 1] if self.index + 1 < len(self.lines) else []
        is_among = any(other.level in {Level.PART, Level.ARTICLE} for other in following)
        if is_among or self.contents_at == self.index - 1:
            self.contents_at = self.index
            return True
        return False

    # Rows and their text

    def _add(
        self, line: Line, marker: Marker, level: Level, wanted: str, missing: tuple[int, ...] = ()
    ) -> Row:
        number = "" if marker.is_bullet or (marker.name and not marker.number) else marker.number
        row = Row(level, self.eids.new(wanted), number, line.page, name=marker.name, missing=missing)
        row.begin(marker.rest)
        self.rows.append(row)
        return row

    def _running_text(self, line: Line) -> None:
        if self.contents_at == self.index:
            return
        if not self._begins_block(line):
            self.rows[-1].go_on(line.text)
            return
        if self.in_opening and self._opening(line):
            return
        if self._is_unnumbered_heading(line):
            row = self._unnumbered(line, Level.PART, "heading")
            row.begin(line.text)
            self._open_part(OpenPart(RANK_OF_HEADING, row))
            return
        if not self.is_numbered and not self._continues_heading(line):
            self._unnumbered(line, Level.PARAGRAPH, f"{self.scope.prefix}para").begin(line.text)
            self.paragraph, self.points = Run("", 0, self.rows[-1]), []
            return
        self.rows[-1].begin(line.text)

    def _begins_block(self, line: Line) -> bool:
        if not self.rows:
            return True
        before = self.lines[self.index - 1]
        if line.after_gap or (self.in_opening and line.begins and is_preambular(line.text)):
            return True
        if not before.ends or line.text[:1].islower():
            return False
        # After a short line that ends no sentence, only what stands below a heading.
        may_be_below_heading = self.rows[-1].is_heading_so_far() and not line.text[:1].isdigit()
        return before.text.endswith(SENTENCE_END) or may_be_below_heading

    def _opening(self, line: Line) -> bool:
        """Before the first number: the title, then what the text recalls and notes."""
        is_recital = is_preambular(line.text)
        last = self.rows[-1] if self.rows else None
        may_be_title = last is None or last.is_title
        if may_be_title and not is_recital and self._is_titling():
            if last is None:
                last = self._unnumbered(line, Level.PART, "title")
                last.is_title = True
            last.begin(line.text)
            return True
        if not self.is_numbered and not is_recital:
            self.in_opening = False
            return False
        self._unnumbered(line, Level.PARAGRAPH, "recital").begin(line.text)
        return True

    def _is_titling(self) -> bool:
        """The block that begins here is short, and no sentence."""
        length = 0
        for line in self.lines[self.index : self.index + LINES_OF_A_TITLE]:
            length += len(line.text)
            if line.ends:
                return length <= LONGEST_TITLE and not line.text.endswith(ENDS_A_SENTENCE)
        return False

    def _is_short(self, line: Line) -> bool:
        return line.ends and is_like_heading(line.text)

    def _unnumbered(self, line: Line, level: Level, prefix: str) -> Row:
        self.unnumbered[prefix] += 1
        eid = self.eids.new(f"{prefix}-{self.unnumbered[prefix]}")
        row = Row(level, eid, "", line.page)
        self.rows.append(row)
        return row

    def _is_unnumbered_heading(self, line: Line) -> bool:
        """A short line between paragraphs, such as “Return and reintegration”."""
        text, last = line.text, self.rows[-1] if self.rows else None
        if last is None or len(text) > LONGEST_UNNUMBERED_HEADING or not self._is_short(line):
            return False
        if text[:1].islower() or self._continues_heading(line):
            return False
        before = self.lines[self.index - 1].text
        if not before.endswith((".", "!", "?", "”", "»", "؟")):
            return False
        following = self.markers[self.index + 1] if self.index + 1 < len(self.lines) else []
        return any(
            marker.level in {Level.PARAGRAPH, Level.ARTICLE} or marker.style == "dotted"
            for marker in following
        ) or (not self.is_numbered and self.index + 1 < len(self.lines))

    def _continues_heading(self, line: Line) -> bool:
        """Right below a part or an article that has no text yet."""
        last = self.rows[-1] if self.rows else None
        if last is None or last.level not in {Level.PART, Level.ARTICLE} or last.is_title:
            return False
        return all(is_like_heading(" ".join(block)) for block in last.blocks) and self._is_short(line)


class _Later:
    """Where each number of each style stands, so that looking ahead costs next to nothing."""

    def __init__(self, markers: Sequence[list[Marker]]) -> None:
        self.at: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.headings: dict[tuple[str, tuple[int, ...], str], int] = {}
        for index, found in enumerate(markers):
            for marker in found:
                for place in marker.places:
                    self.at[marker.style, place].append(index)
                if marker.level in {Level.PART, Level.ARTICLE}:
                    self.headings[self._key(marker)] = index

    def next(self, style: str, place: int, after: int) -> int | None:
        found = self.at.get((style, place), [])
        index = bisect_right(found, after)
        return found[index] if index < len(found) else None

    def comes_again(self, marker: Marker, after: int) -> bool:
        return self.headings.get(self._key(marker), after) > after

    @staticmethod
    def _key(marker: Marker) -> tuple[str, tuple[int, ...], str]:
        return marker.style, marker.places, marker.rest.rstrip(" .0123456789").casefold()


def read(lines: Sequence[Line]) -> list[Row]:
    markers = [markers_of(line.text) if line.begins else [] for line in lines]
    reading = Reading(lines, markers, is_numbered=True)
    rows = reading.read()
    if reading.found_numbers:
        return rows
    return Reading(lines, markers, is_numbered=False).read()
