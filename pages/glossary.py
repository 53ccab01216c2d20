"""The glossary inside other texts: the first time one uses a term, the word leads to its explanation.

Made once for a state of the record and a language of pages. What it makes of a text is kept with it.
"""

import re
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from html import escape

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname as column

from pages.models import Term
from publishing.kept import kept

MOST_TEXTS_KEPT = 300
LONGEST_HINT = 240
TAGS = re.compile(r"(<[^>]*>)")
# Nothing is explained in what is a heading or leads somewhere already.
SILENT = re.compile(r"<(/?)(?:a|h[1-6]|th|code)\b")
# Sanitised texts write it so.
SPACE = r"(?:\s|&nbsp;)+"
APOSTROPHE, HYPHEN = "['’]", "[-\u2010\u2011]"
# What Arabic joins to the front of a word: and, so, with, as, for, the.
JOINED_TO_THE = "(?:[وف]?[بك]?ال|[وف]?لل)"
JOINED = "[وف]?(?:ال|لل|[بكل]|[بك]ال)?"


class Glossary:
    def __init__(self, terms: Iterable[Term]) -> None:
        terms = list(terms)
        self.words = {code: Words(terms, code) for code in settings.MODELTRANSLATION_LANGUAGES}

    def explained(self, html: str, language: str) -> str:
        """Sanitised HTML in that language, with a link at the first mention of each term."""
        words = self.words.get(language)
        return words.explained(html) if words else html


class Words:
    """By which words the terms are known in one language."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        known = sorted(
            ((form, term) for term in terms for form in set(forms_of(term, language))),
            # The longest first: “Senior Officials’ Meeting” before “Meeting”.
            key=lambda pair: (-len(pair[0]), pair[0], pair[1].slug),
        )
        # The number of a group → its term. Each form is a group of its own, and there are no others.
        self.terms = [term for _form, term in known]
        self.openings = {term.pk: _opening_of(term, language) for term in self.terms}
        forms = "|".join(f"({_pattern_of(form, language)})" for form, _term in known)
        self.pattern = re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])") if known else None
        self.explained = lru_cache(MOST_TEXTS_KEPT)(self._explained)

    def _explained(self, html: str) -> str:
        if self.pattern is None:
            return html
        told: set[int] = set()
        silent = 0
        pieces = TAGS.split(html)
        for place, piece in enumerate(pieces):
            # Every second piece is a tag.
            if place % 2:
                tag = SILENT.match(piece)
                silent += (-1 if tag[1] else 1) if tag else 0
            elif piece and not silent:
                pieces[place] = self.pattern.sub(lambda found: self._linked(found, told), piece)
        return "".join(pieces)

    def _linked(self, found: re.Match[str], told: set[int]) -> str:
        term = self.terms[(found.lastindex or 1) - 1]
        if term.pk in told:
            return found[0]
        told.add(term.pk)
        return f"{self.openings[term.pk]}{found[0]}</a>"


def forms_of(term: Term, language: str) -> Iterator[str]:
    name = getattr(term, column("name", language))
    yield from filter(None, [name])
    yield from term.other_names.get(language, ())
    yield from term.forms.get(language, ())


def _opening_of(term: Term, language: str) -> str:
    """The hint is in the language of the text around it, or there is none."""
    name, definition = (getattr(term, column(field, language)) for field in ("name", "definition"))
    hint = f"{name}: {Truncator(definition).chars(LONGEST_HINT)}" if name and definition else ""
    shown = f' data-hint="{escape(hint)}"' if hint else ""
    return f'<a class="gloss" href="{term.get_absolute_url()}"{shown}>'


def _pattern_of(form: str, language: str) -> str:
    """Abbreviations as they are written; words with a capital or without, whatever signs join them."""
    if language == "ar":
        is_definite = form.startswith("ال")
        start, form = (JOINED_TO_THE, form[2:]) if is_definite else (JOINED, form)
    else:
        start = ""
    words = SPACE.join(_letters(escape(word)) for word in form.split())
    is_abbreviation = form == form.upper() and form != form.lower()
    return f"{start}{words}" if is_abbreviation else f"{start}(?i:{words})"


def _letters(word: str) -> str:
    signs = {"'": APOSTROPHE, "’": APOSTROPHE, "-": HYPHEN}
    return "".join(signs.get(letter) or re.escape(letter) for letter in word.replace("&#x27;", "'"))


def _read() -> Glossary:
    return Glossary(Term.objects.published().filter(is_linked=True))


def glossary(*, state: Hashable = None) -> Glossary:
    """For pages in the active language."""
    found: Glossary = kept(("glossary", get_language()), _read, state=state)
    return found
