"""By which texts the secretariat's own pages and the terms of the glossary are found."""

from collections.abc import Iterator

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname as column

from pages.models import Page, Term
from search.index import plain
from search.sources import Piece, Source, register, window


def sources_of_page(page: Page) -> Iterator[Source]:
    shown = window(page)
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        title, body = (getattr(page, column(name, code)) for name in ("title", "body"))
        if title:
            yield Source(code, title, *shown, pieces=(Piece(plain(body)),) if body else ())


def sources_of_term(term: Term) -> Iterator[Source]:
    shown = window(term)
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        name, definition = (getattr(term, column(field, code)) for field in ("name", "definition"))
        if name:
            yield Source(
                code,
                name,
                *shown,
                summary=definition or "",
                other_names=tuple(term.other_names.get(code, ())),
                type=term.term_kind,
                # The text or the body itself stands before what explains it.
                is_own=False,
            )


def register_all() -> None:
    register(Page, sources_of_page)
    register(Term, sources_of_term)
