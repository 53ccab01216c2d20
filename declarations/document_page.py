"""What hangs on a document and is shown on its page, in one statement."""

from typing import Any, NamedTuple

from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry, Provision, Relation
from declarations.rows import DocumentRow
from events.models import Event, Theme
from events.rows import EventRow
from publishing.kept import as_state, state_rows
from publishing.models import TranslationState
from publishing.together import Counted, Shaped, Together, attach

FOLLOW_UPS_READ = 100
RELATED_SHOWN = 3


class Evidence(NamedTuple):
    """By what a step of progress is shown."""

    event: int | None
    document: int | None


def _questions(pk: Any, adopting_event: Any, kind: Any) -> dict[str, Any]:
    events, versions = Event.objects.published(), DocumentVersion.objects.filter(document=pk)
    documents = Document.objects.published()
    entries = ProgressEntry.objects.published().of_document(pk).latest_first()[:FOLLOW_UPS_READ]
    others = documents.exclude(pk=pk).newest_first()
    of_meeting = others.adopted_at(adopting_event) if adopting_event else others.none()
    elsewhere = others.exclude(adopting_event=adopting_event) if adopting_event else others
    return {
        "state": state_rows(),
        "adopting_event": events.filter(pk=adopting_event) if adopting_event else events.none(),
        "related_events": events.filter(discussed_documents=pk).newest_first(),
        "themes": Theme.objects.published().filter(documents=pk),
        "translation_states": TranslationState.objects.of_kind(Document).filter(object_id=pk),
        "relations": Relation.objects.published().touching(pk),
        "versions": versions.published().with_files().latest_first(),
        # The number of those that were withdrawn is told, and nothing of their files.
        "withdrawn": versions.withdrawn().latest_first(),
        "provisions": Provision.objects.filter(document=pk).outline(),
        "commitments": Counted(Commitment.objects.published().filter(provision__document=pk)[:1]),
        "evidence": Shaped(entries, Evidence),
        "follow_up_events": Shaped(events.filter(pk__in=entries.values("event")), EventRow),
        "same_meeting": Shaped(of_meeting[:RELATED_SHOWN], DocumentRow),
        "same_kind": Shaped(elsewhere.filter(type=kind)[:RELATED_SHOWN], DocumentRow),
        "follow_up_documents": Shaped(documents.filter(pk__in=entries.values("document")), DocumentRow),
    }


PAGE = Together(_questions)
HANGING = ("related_events", "themes", "translation_states")


def shown_with(document: Document) -> dict[str, Any]:
    """Hangs on the document what belongs to it, and gives what else its page is made from, by name."""
    found: dict[str, Any] = PAGE.ask(
        pk=document.pk, adopting_event=document.adopting_event_id, kind=document.type
    )
    found["state"] = as_state(found["state"])
    attach(document, **{name: found.pop(name) for name in HANGING})
    event = next(iter(found.pop("adopting_event")), None)
    Document._meta.get_field("adopting_event").set_cached_value(document, event)
    # The meetings and documents that show what followed from its commitments, latest first.
    evidence = found.pop("evidence")
    for name, keys in (
        ("follow_up_events", [row.event for row in evidence]),
        ("follow_up_documents", [row.document for row in evidence]),
    ):
        found[name].sort(key=lambda row, keys=keys: keys.index(row.pk))
    found["has_commitments"] = bool(found.pop("commitments")[0])
    return found
