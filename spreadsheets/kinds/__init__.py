"""The kinds of rows that spreadsheets hold."""

from spreadsheets.kinds.base import Kind
from spreadsheets.kinds.commitments import COMMITMENTS
from spreadsheets.kinds.documents import DOCUMENTS
from spreadsheets.kinds.events import EVENTS, SERIES, THEMES
from spreadsheets.kinds.participations import PARTICIPATIONS
from spreadsheets.kinds.partners import CHAIRMANSHIPS, PARTNERS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        EVENTS,
        PARTICIPATIONS,
        PARTNERS,
        DOCUMENTS,
        COMMITMENTS,
        THEMES,
        SERIES,
        CHAIRMANSHIPS,
    )
}
IMPORTED = {name: kind for name, kind in KINDS.items() if kind.is_imported}

__all__ = ["IMPORTED", "KINDS", "Kind"]
