"""By which texts partners are found."""

from collections.abc import Iterator

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname as column

from members.models import Partner
from publishing.languages import text_in
from search.index import plain
from search.sources import Source, register, window


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


def register_all() -> None:
    register(Partner, sources_of_partner)
