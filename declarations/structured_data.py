"""What search engines and programs for references read on a document's page (schema.org, Highwire Press)."""

from typing import Any

from django.conf import settings

from declarations.citations import Reference
from declarations.models import Document, DocumentVersion
from members.structured_data import CONTEXT
from publishing.dates import PartialDate

TYPES = {"report": "Report"}


def structured_data_of(
    document: Document, reference: Reference, versions: list[DocumentVersion]
) -> dict[str, Any]:
    """`versions` are the current ones. A date that is not known to the day is left out."""
    data = {
        **CONTEXT,
        "@type": TYPES.get(reference.csl_type, "DigitalDocument"),
        "name": reference.title.value,
        "inLanguage": reference.title.language,
        "url": settings.SITE_URL + document.get_absolute_url(),
        "genre": reference.genre,
        "author": reference.author and {"@type": "Organization", "name": reference.author},
        "datePublished": _day(reference.date),
        "encoding": [_encoding(version) for version in versions],
    }
    return {name: value for name, value in data.items() if value}


def _day(date: PartialDate | None) -> str:
    return date.start_iso if date and date.is_exact and date.earliest == date.latest else ""


def _encoding(version: DocumentVersion) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "contentUrl": settings.SITE_URL + version.own_address,
        "encodingFormat": version.media_type.partition(";")[0],
        "contentSize": str(version.file.size),
        "inLanguage": version.language,
        "sha256": version.file.sha256,
        "version": version.number,
    }


def citation_tags_of(
    document: Document, reference: Reference, versions: list[DocumentVersion]
) -> list[tuple[str, str]]:
    """The `meta` elements that Zotero, Google Scholar and others look for."""
    pdf = next((version for version in versions if version.format == "pdf"), None)
    tags = [
        ("citation_title", reference.title.value),
        ("citation_author", reference.author),
        ("citation_publication_date", reference.date.start_iso.replace("-", "/") if reference.date else ""),
        ("citation_language", reference.title.language),
        ("citation_conference_title", reference.event),
        ("citation_public_url", settings.SITE_URL + document.get_absolute_url()),
        ("citation_pdf_url", settings.SITE_URL + pdf.own_address if pdf else ""),
    ]
    return [(name, content) for name, content in tags if content]
