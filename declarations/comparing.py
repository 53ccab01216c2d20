"""What two texts differ in, paragraph by paragraph, in bounded time whatever the texts are.

Paragraphs that both texts have once are the fixed points; between them those that resemble each other
are taken for one that was changed, and only inside such a pair are words compared.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

# Unchanged paragraphs that are shown beside a change.
BESIDE = 1
# Letters of changes shown; each change counts for so many more.
MOST_SHOWN, ROW = 120_000, 100
# Pairs of paragraphs looked at between two fixed points, and pairs of words in the whole comparison.
MOST_PAIRS = 2_500
MOST_WORD_PAIRS = 1_000_000
MOST_WORD_PAIRS_IN_ONE = 160_000
# So many words in a row are hardly twice in a text.
RUN = 3
# The share of words that two forms of one paragraph have in common.
ALIKE = 0.5

# What was done with some words ("same", "ins" or "del"), and the words.
Words = tuple[str, str]
# A paragraph of the old text and what became of it.
Pair = tuple[str | None, str | None]
# A place in the old text and the place in the new one that belongs to it.
Point = tuple[int, int]
Aligner = Callable[[Sequence[str], Sequence[str]], Iterator[Pair]]


@dataclass(slots=True)
class Changed:
    """A paragraph that was changed, added or removed, in pieces with a blank between each two."""

    words: list[Words]


@dataclass(slots=True)
class Same:
    text: str


@dataclass(slots=True)
class Folded:
    """Unchanged paragraphs that are not shown."""

    count: int


@dataclass(slots=True)
class Comparison:
    rows: list[Changed | Same | Folded] = field(default_factory=list)
    change_count: int = 0
    # The changes after the last one shown; 0 if all are.
    left_out: int = 0
    # Some paragraphs were too long to look for the words that differ in them.
    is_coarse: bool = False


def compare(old: Sequence[str], new: Sequence[str]) -> Comparison:
    found = Comparison()
    budget = _Budget(MOST_WORD_PAIRS)
    shown = 0
    for step in _folded(list(aligned(old, new))):
        is_change = not isinstance(step, Same | Folded)
        found.change_count += is_change
        if shown > MOST_SHOWN:
            found.left_out += is_change
        elif isinstance(step, Same | Folded):
            found.rows.append(step)
        else:
            words = list(_words(*step, budget))
            shown += ROW + sum(len(text) for _kind, text in words)
            found.rows.append(Changed(words))
    found.is_coarse = budget.is_spent
    return found


def _folded(pairs: Sequence[Pair]) -> Iterator[Pair | Same | Folded]:
    """The pairs that differ, what stands beside them, and how many others there are in between."""
    near = [False] * len(pairs)
    for index, (before, after) in enumerate(pairs):
        if before != after:
            first, last = max(0, index - BESIDE), min(len(pairs), index + BESIDE + 1)
            near[first:last] = [True] * (last - first)
    hidden = 0
    for (before, after), is_near in zip(pairs, near, strict=True):
        if not is_near:
            hidden += 1
            continue
        if hidden:
            yield Folded(hidden)
            hidden = 0
        yield Same(after or "") if before == after else (before, after)
    if hidden:
        yield Folded(hidden)


@dataclass(slots=True)
class _Budget:
    left: int
    is_spent: bool = False

    def allows(self, cost: int) -> bool:
        if cost > min(self.left, MOST_WORD_PAIRS_IN_ONE):
            self.is_spent = True
            return False
        self.left -= cost
        return True


def _words(before: str | None, after: str | None, budget: _Budget) -> Iterator[Words]:
    old, new = (before or "").split(), (after or "").split()
    first = _in_common(old, new)
    last = _in_common(old[first:][::-1], new[first:][::-1])
    yield from _piece("same", new[:first])
    old, new, ending = old[first : len(old) - last], new[first : len(new) - last], new[len(new) - last :]
    if not old or not new or not budget.allows(len(old) * len(new)):
        yield from _piece("del", old)
        yield from _piece("ins", new)
    else:
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                yield from _piece("same", new[c:d])
            else:
                yield from _piece("del", old[a:b])
                yield from _piece("ins", new[c:d])
    yield from _piece("same", ending)


def _piece(kind: str, words: list[str]) -> Iterator[Words]:
    if words:
        yield kind, " ".join(words)


def _in_common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words the two begin with alike."""
    for count, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return count
    return min(len(a), len(b))


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Pairs in order; None where the one has nothing that belongs to what the other has."""
    return _along(_chain(_same_in_both(old, new)), old, new, _between)


def _along(points: list[Point], old: Sequence[str], new: Sequence[str], between: Aligner) -> Iterator[Pair]:
    """The fixed points, and what `between` makes of the stretches in between."""
    for (a, c), (b, d) in pairwise([(-1, -1), *points, (len(old), len(new))]):
        if a >= 0:
            yield old[a], new[c]
        yield from between(old[a + 1 : b], new[c + 1 : d])


def _same_in_both(old: Sequence[str], new: Sequence[str]) -> Iterator[Point]:
    """Of each text that stands exactly once in both, where."""
    seen, seen_in_new = Counter(old), Counter(new)
    place_in_new = {text: place for place, text in enumerate(new) if seen_in_new[text] == 1}
    for place, text in enumerate(old):
        if seen[text] == 1 and text in place_in_new:
            yield place, place_in_new[text]


def _like_in_both(old: Sequence[str], new: Sequence[str]) -> Iterator[Point]:
    """Of each paragraph, the one with which it has most runs of words in common that stand once in both."""
    runs = [_runs(texts) for texts in (old, new)]
    votes: dict[int, Counter[int]] = {}
    for a, b in _same_in_both([run for run, _place in runs[0]], [run for run, _place in runs[1]]):
        votes.setdefault(runs[0][a][1], Counter())[runs[1][b][1]] += 1
    for place, found in votes.items():
        yield place, found.most_common(1)[0][0]


def _runs(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Each few words in a row, and the place of their paragraph."""
    found = []
    for place, text in enumerate(texts):
        words = text.split()
        found += [(" ".join(words[at : at + RUN]), place) for at in range(len(words) - RUN + 1)]
    return found


def _chain(points: Iterable[Point]) -> list[Point]:
    """As many of them as stand in the same order in both: the longest increasing subsequence."""
    known = list(points)
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_place, place) in enumerate(known):
        rank = bisect_left(ends, place)
        ends[rank : rank + 1] = [place]
        last[rank : rank + 1] = [index]
        before.append(last[rank - 1] if rank else -1)
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(known[index])
        index = before[index]
    return chain[::-1]


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    if len(old) * len(new) <= MOST_PAIRS:
        return _paired(old, new)
    return _along(_chain(_like_in_both(old, new)), old, new, _paired)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Same or similar ones together, as many and as similar as their order allows."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from ((text, None) for text in old)
        yield from ((None, text) for text in new)
        return
    bags = [[Counter(text.split()) for text in texts] for texts in (old, new)]
    gains = [[_likeness(a, b) for b in bags[1]] for a in bags[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(gains[i][j] + best[i + 1][j + 1], best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if gains[i][j] and best[i][j] == gains[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((text, None) for text in old[i:])
    yield from ((None, text) for text in new[j:])


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """From 0, nothing worth pairing, to 1."""
    sizes = a.total() + b.total()
    share = 2 * sum(min(count, b[word]) for word, count in a.items() if word in b) / sizes if sizes else 0
    return share if share >= ALIKE else 0
