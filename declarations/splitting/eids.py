"""The identifiers of provisions: of level and number alone, so that a paragraph has one in all languages."""

from collections import Counter

LONGEST = 60


class Eids:
    """Gives each once. A second one that would be the same is counted on."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: Counter[str] = Counter()

    def new(self, wanted: str) -> str:
        wanted = wanted if len(wanted) <= LONGEST - 8 else "item"
        eid = wanted
        while eid in self._given:
            self._counts[wanted] += 1
            eid = f"{wanted}-{self._counts[wanted] + 1}"
        self._given.add(eid)
        return eid
