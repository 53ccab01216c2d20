"""What search engines read of the Process and its partners (schema.org Organization and Country)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Partner
from publishing.languages import text_in

CONTEXT = {"@context": "https://schema.org"}


def structured_data_of_the_process() -> dict[str, Any]:
    return {
        **CONTEXT,
        "@type": "Organization",
        "name": _("Khartoum Process"),
        "description": _("A dialogue on migration between the Horn of Africa and Europe"),
        "url": settings.SITE_URL + reverse("home"),
    }


def structured_data_of(partner: Partner) -> dict[str, Any]:
    names = {"alternateName": partner.acronym} if partner.acronym else {}
    return {**CONTEXT, **reference_to(partner), **names}


def reference_to(partner: Partner) -> dict[str, Any]:
    """As it is named in the block of something else."""
    return {
        "@type": "Country" if partner.is_country else "Organization",
        "name": text_in(partner, "name").value,
        "url": settings.SITE_URL + partner.get_absolute_url(),
    }
