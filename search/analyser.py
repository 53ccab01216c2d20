"""What makes words comparable: one analyser for every text, every question and both databases.

A word is taken from the text as it stands, folded (case, accents, Arabic spelling) and brought to its stem
by the rules of its language. `VERSION` changes with anything that would write other entries: the index is
rebuilt then.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer

from publishing.folding import fold

VERSION = 2
LONGEST_WORD = 40
# Of those looked at last, how many are known again. Visitors ask for any; of one text, a few are most of it.
WORDS_KEPT = 4_000
LANGUAGES = {"en": "english", "fr": "french", "ar": "arabic"}

# A letter or digit, with the marks above it; tatweel and soft hyphens lie between letters of one word.
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad\u200b-\u200d"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d]")
APOSTROPHES = "'’ʼ＇"
ELIDED = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})
# The stemmer goes by accents that folding has taken: « réfugié » would not meet « réfugiées ».
FRENCH_ENDING = re.compile("e{0,2}s?\\Z")
ARABIC = re.compile("[\u0600-\u06ff]")
# The article, with what is written together with it: and, by, for, like.
ARTICLE = re.compile("^(?:[وف])?(?:بال|كال|لل|ال)(?=.{2,})")


@dataclass(frozen=True, slots=True)
class Word:
    """Where it stands in the text, and what it is compared by."""

    start: int
    end: int
    folded: str
    stem: str


def words_in(text: str, language: str) -> Iterator[Word]:
    """In order; without what an apostrophe has left of « l’ » or « qu’ »."""
    for found in WORD.finditer(text):
        folded = folded_word(found[0])
        if not folded or _is_elided(text, found, folded):
            continue
        # A sign may stand for several words: ½, or a ligature of a whole phrase.
        for part in folded.split():
            yield Word(found.start(), found.end(), part, stem_of(part, language))


def _is_elided(text: str, found: re.Match[str], folded: str) -> bool:
    is_before = text[found.end() : found.end() + 1] in set(APOSTROPHES) and folded in ELIDED
    is_after = folded == "s" and text[max(0, found.start() - 1) : found.start()] in set(APOSTROPHES)
    return is_before or is_after


@lru_cache(WORDS_KEPT)
def folded_word(word: str) -> str:
    folded = fold(INVISIBLE.sub("", word))
    # Digits of every script are those of all.
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in folded)[:LONGEST_WORD]


@lru_cache(WORDS_KEPT)
def stem_of(folded: str, language: str) -> str:
    """The folded word's stem; the word itself in a language whose words are not stemmed here."""
    if ARABIC.search(folded):
        return _arabic_stem(folded)
    if language not in {"en", "fr"}:
        return folded
    word = FRENCH_ENDING.sub("", folded) if language == "fr" and len(folded) > 4 else folded
    return _stemmer(language).stemWord(word)[:LONGEST_WORD] or folded


def _arabic_stem(folded: str) -> str:
    # The stemmer takes a final heh for a pronoun, and folding has made one of every teh marbuta.
    bare = ARTICLE.sub("", folded)
    if bare.endswith("ات") and len(bare) > 5:
        bare = bare[:-2]
    word = f"{bare[:-1]}ة" if bare.endswith("ه") else bare
    stem = _stemmer("ar").stemWord(word)
    return fold(stem)[:LONGEST_WORD] or folded


@lru_cache(maxsize=3)
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(LANGUAGES[language])


def stems_of_question(folded: str) -> frozenset[str]:
    """What a word may be in the index, whichever language the text is in."""
    return frozenset({folded, *(stem_of(folded, language) for language in LANGUAGES)})


def stems(text: str, language: str) -> list[str]:
    return [word.stem for word in words_in(text, language)]


def folded_words(texts: Iterable[str]) -> list[str]:
    """Not brought to their stems: for what is found while it is still being typed. Arabic ones without the
    article, too."""
    found = []
    for text in texts:
        for word in words_in(text, ""):
            found.append(word.folded)
            bare = ARTICLE.sub("", word.folded)
            if bare != word.folded:
                found.append(bare)
    return found
