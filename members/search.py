"""By which texts partners are found."""

from collections.abc import Iterator

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname as column

from members.models import Partner
from search.index import plain
from search.sources import Source, register, window


def sources_of_partner(partner: Partner) -> Iterator[Source]:
    shown = window(partner)
    if shown is None:
        return
    for code in settings.MODELTRANSLATION_LANGUAGES:
        name = getattr(partner, column("name", code))
        if name:
            summary = plain(getattr(partner, column("description", code)) or "")
            others = [partner.acronym, *partner.other_names.get(code, [])]
            yield Source(
                code,
                name,
                *shown,
                summary=summary,
                other_names=tuple(filter(None, others)),
                type=partner.partner_kind,
            )


def register_all() -> None:
    register(Partner, sources_of_partner)
