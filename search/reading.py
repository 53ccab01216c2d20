"""What was typed, read as a question: words, "phrases" and -words. Nothing that is typed is an error."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, product

from publishing.folding import fold
from search import analyser
from search.analyser import LANGUAGES
from search.variants import spellings_of

MOST_CHARACTERS = 5_000
MOST_WORDS = 20
# Most texts have them, and a title may not: they are asked for only within quotes, or alone. Not « au » and
# « un », which are also the African Union and the United Nations.
SMALL_WORDS = frozenset(
    fold(
        "a an and at by for in of on the to with "
        "aux avec dans de des du en et la le les par pour sur "
        "في من إلى عن مع و"
    ).split()
)
SMALL_STEMS = frozenset(stem for word in SMALL_WORDS for stem in analyser.stems_of_question(word))
MOST_SPELLINGS = 12
QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
PIECE = re.compile(r'(?P<without>(?:(?<=\s)|^)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, in all its spellings and the stems it may have."""

    stems: frozenset[str]
    # As folded, for what is still being typed.
    folded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, in each language the text may be in."""

    stems: tuple[tuple[str, ...], ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    terms: tuple[Term, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Term, ...] = ()
    without_phrases: tuple[Phrase, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Every word that must be there, those of phrases included; each once."""
        found = [*self.terms, *(term for phrase in self.phrases for term in phrase.terms)]
        return tuple({term.stems: term for term in found}.values())

    @property
    def telling(self) -> tuple[Term, ...]:
        """Those of them that tell one title from another."""
        return tuple(term for term in self.wanted if not term.folded <= SMALL_WORDS) or self.wanted


def read(text: str) -> Reading:
    text = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[:MOST_CHARACTERS])
    terms: list[Term] = []
    phrases: list[Phrase] = []
    without: list[Term] = []
    without_phrases: list[Phrase] = []
    room = MOST_WORDS
    for piece in PIECE.finditer(text.translate(QUOTES)):
        is_phrase = piece["phrase"] is not None
        words = [word.folded for word in analyser.words_in(piece["phrase"] or piece["word"] or "", "")][:room]
        room -= len(words)
        found = [term_of(word) for word in words]
        # « Addis-Abeba » and "anti-trafficking" are one piece of two words: as good as quoted.
        together = len(found) > 1 and (is_phrase or "-" in (piece["word"] or ""))
        if together:
            (without_phrases if piece["without"] else phrases).append(phrase_of(words, found))
        else:
            (without if piece["without"] else terms).extend(found)
    telling = [term for term in terms if not term.folded <= SMALL_WORDS]
    return Reading(
        tuple({term.stems: term for term in (telling if telling or phrases else terms)}.values()),
        tuple(phrases),
        tuple(without),
        tuple(without_phrases),
    )


def term_of(folded: str) -> Term:
    spellings = spellings_of(folded)
    stems = frozenset(stem for word in spellings for stem in analyser.stems_of_question(word))
    return Term(stems, spellings)


def phrase_of(words: list[str], terms: list[Term]) -> Phrase:
    spelt = islice(product(*(sorted(term.folded) for term in terms)), MOST_SPELLINGS)
    found = [
        tuple(analyser.stem_of(word, language) for word in spelling)
        for spelling in (tuple(words), *spelt)
        for language in ("", *LANGUAGES)
    ]
    return Phrase(tuple(dict.fromkeys(found)), tuple(terms))
