"""By which texts partners and chair terms are found."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.text import capfirst
from modeltranslation.utils import build_localized_fieldname as column

from members.models import Chairmanship, Partner
from publishing.dates import sort_key
from publishing.languages import text_in
from search.index import plain
from search.sources import Piece, Source, register, window


def sources_of_partner(partner: Partner) -> Iterator[Source]:
    shown = window(partner)
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        name, others = getattr(partner, column("name", code)), partner.other_names.get(code, [])
        if name or others:
            summary = plain(getattr(partner, column("description", code)) or "")
            yield Source(
                code,
                name or text_in(partner, "name", code).value,
                *shown,
                summary=summary,
                other_names=tuple(filter(None, [partner.acronym, *others])),
                type=partner.partner_kind,
            )


def chairmanships() -> QuerySet[Chairmanship]:
    return Chairmanship.objects.select_related("partner").prefetch_related("people")


def sources_of_chairmanship(term: Chairmanship) -> Iterator[Source]:
    """A term goes by the name of its partner, without whom it is not public."""
    shown = window(term.partner) if term.is_certain else None
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        name = text_in(term.partner, "name", code)
        texts = [plain(getattr(term, column(text, code)) or "") for text in ("text", "priorities")]
        people = [
            ", ".join(filter(None, [getattr(person, column(text, code)) for text in ("name", "function")]))
            for person in term.people.all()
        ]
        pieces = tuple(Piece(text) for text in (*texts, " · ".join(filter(None, people))) if text)
        with translation.override(code):
            what = capfirst(str(term._meta.verbose_name))
        if not name.is_fallback or pieces:
            yield Source(
                code,
                f"{name.value} {term.nominal_years_label}".strip(),
                *shown,
                summary=what,
                pieces=pieces,
                year=min(term.nominal_years, default=None),
                sort_key=sort_key(term.start),
            )


def register_all() -> None:
    register(Partner, sources_of_partner)
    register(Chairmanship, sources_of_chairmanship, chairmanships, owner="partner")
