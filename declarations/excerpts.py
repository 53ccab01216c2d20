"""What documents and commitments show of others in their answers of the API, and events of documents."""

from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry
from events.excerpts import EVENT, THEME
from events.models import Event, Theme
from members.excerpts import PARTNER
from members.models import Partner
from publishing.echoes import register

# The sort key tells where it stands among others.
DOCUMENT = ("slug", "title", "sort_key")


def register_all() -> None:
    register(Document, Event, "adopted_documents", *DOCUMENT, link="adopting_event")
    # One that was adopted there is not named a second time.
    register(Document, Event, "discussed_documents", *DOCUMENT, "adopting_event_id", link="related_events")
    register(Event, Document, "adopting_event", *EVENT)
    register(Event, Document, "related_events", *EVENT)
    register(Theme, Document, "themes", *THEME)
    register(Document, Document, "relations__other", *DOCUMENT)
    register(Document, Document, "reverse_relations__document", *DOCUMENT)
    register(DocumentVersion, Document, "versions")
    # Which of them is current depends on the others.
    register(DocumentVersion, DocumentVersion, "document__versions")
    register(Document, DocumentVersion, "document", *DOCUMENT)
    register(Commitment, Document, "provisions__commitments", "slug", "title", "sort_key")
    # With the words of its provision, which are a part of the document.
    register(Document, Commitment, "provision__document")
    register(Theme, Commitment, "theme", *THEME)
    register(Partner, Commitment, "actors", *PARTNER)
    register(ProgressEntry, Commitment, "entries")
    register(Commitment, ProgressEntry, "commitment", "slug", "title")
    register(Event, ProgressEntry, "event", *EVENT)
    register(Document, ProgressEntry, "document", *DOCUMENT)
    register(Event, Commitment, "entries__event", *EVENT)
    register(Document, Commitment, "entries__document", *DOCUMENT)
