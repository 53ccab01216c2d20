"""Words that no language has, as unevenly frequent as those of one: the same ones in every run."""

import random

SYLLABLES = [first + second for first in "bdfgklmnrstvz" for second in "aeiou"]
VOCABULARY = 20_000


def word(rank: int) -> str:
    """The one of this rank; of rank 0 are the most."""
    found, left = "", rank + len(SYLLABLES) ** 2
    while left:
        left, syllable = divmod(left, len(SYLLABLES))
        found += SYLLABLES[syllable]
    return found


def any_word(chance: random.Random) -> str:
    return word(int(VOCABULARY ** chance.random()) - 1)


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(any_word(chance) for _ in range(length)).capitalize() + "."
