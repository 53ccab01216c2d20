"""Words in the titles of a list's rows, looked up in the index instead of row by row."""

from typing import TypeVar

from django.db.models import QuerySet

from search import analyser
from search.engines import Expression, engine
from search.matching import is_common
from search.reading import MOST_WORDS, term_of

Rows = TypeVar("Rows", bound=QuerySet)


def with_title_words(rows: Rows, text: str) -> Rows:
    """Those whose title holds every word, in any spelling and form, or words that begin so.

    A record's names count as its title. All words stand in one language. Drafts are never found: they are
    not in the index. Marks without a single letter or digit find nothing, no text at all everything.
    """
    words = list(dict.fromkeys(word.folded for word in analyser.words_in(text, "")))[:MOST_WORDS]
    if not words:
        return rows.none() if text.strip() else rows
    kind = str(rows.model._meta.model_name)
    expression = Expression((*(tokens_of(word) for word in words), (f"k:{kind}",)))
    return rows.filter(engine().has_words(expression, kind=kind, is_common=is_common(expression)))


def tokens_of(word: str) -> tuple[str, ...]:
    """Of which a title has one, if it has the word in any form or spelling, or one that begins so."""
    term = term_of(word)
    beginnings = {f"r:{folded}*" for folded in analyser.folded_words(sorted(term.folded))}
    return tuple(sorted(beginnings | {f"t:{stem}" for stem in term.stems}))
