"""What search engines read of an entry of the glossary (schema.org DefinedTerm)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pages.models import Term
from publishing.languages import text_in


def structured_data_of(term: Term) -> dict[str, Any]:
    name, definition = text_in(term, "name"), text_in(term, "definition")
    data = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": name.value,
        "inLanguage": name.language,
        "alternateName": term.other_names.get(get_language(), []),
        "description": definition.value,
        "url": settings.SITE_URL + term.get_absolute_url(),
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "name": _("Glossary"),
            "url": settings.SITE_URL + reverse("glossary:list"),
        },
    }
    return {key: value for key, value in data.items() if value}
