"""Of which parts the page of a document consists, in the order of reading: address within it → heading."""

from typing import Any

from django.utils.translation import gettext as _

from declarations.models import Document
from publishing.languages import text_in


def sections_of(document: Document, shown: dict[str, Any]) -> dict[str, str]:
    """Only those that there is something to show in; how it is cited always."""
    parts = (
        ("summary", text_in(document, "summary").value, _("What it is about")),
        ("files", has_place_for_files(shown), _("The text")),
        ("provisions", shown["outline"], _("Paragraph by paragraph")),
        ("themes", document.themes.all(), _("Themes")),
        ("meetings", document.related_events.all(), _("Meetings it belongs to")),
        ("follow_up_meetings", shown["follow_up_events"], _("Meetings that followed it up")),
        ("follow_up_documents", shown["follow_up_documents"], _("Documents that followed it up")),
        *(
            (f"relation_{number}", found, label)
            for number, (label, found) in enumerate(shown["relations"], start=1)
        ),
        ("cite", True, _("Cite this document")),
        ("related", shown["same_meeting"] or shown["same_kind"], _("Related documents")),
        ("sources", document.sources, _("Sources")),
    )
    return {anchor: heading for anchor, content, heading in parts if content}


def has_place_for_files(shown: dict[str, Any]) -> bool:
    """Where there is none, and no word of the text either, that is said in their place."""
    holdings = shown["holdings"]
    return bool(holdings.languages or holdings.corrections or not shown["outline"])
