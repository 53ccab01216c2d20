"""Tests add themes and meetings to records by hand; forms and the loader do so in the batch in which they
save the record, and what lists are read along follows then. Here it follows at once."""

from django.db.models.signals import m2m_changed

from declarations import themed as themed_documents
from declarations.models import Document
from events import themed as themed_events
from events.models import Event


def begin():
    for links in (Event.themes.through, Document.themes.through, Document.related_events.through):
        m2m_changed.connect(follow, sender=links)


def follow(sender, instance, action, reverse, pk_set, **kwargs):
    if not action.startswith("post_"):
        return
    changed = sorted(pk_set or ()) if reverse else [instance.pk]
    if sender is Event.themes.through:
        themed_events.keep(changed)
        changed = sorted(themed_documents.documents_of(changed))
    themed_documents.keep(changed)
