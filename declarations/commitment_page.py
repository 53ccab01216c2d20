"""What hangs on a commitment and is shown on its page, in one statement."""

from types import SimpleNamespace
from typing import Any

from declarations.models import Commitment, Document, ProgressEntry
from events.models import Theme
from members.models import Partner
from publishing.models import TranslationState
from publishing.together import Together, attach

ENTRIES_SHOWN = 200


def _questions(pk: Any, document: Any, theme: Any, previewed: Any) -> dict[str, Any]:
    """Nothing stands for what the commitment does not have."""
    # What the queryset looks at of an entry; no more of it is known here.
    entry: Any = SimpleNamespace(pk=previewed) if previewed else None
    entries, states = ProgressEntry.objects.on_page_of(pk, previewed=entry), TranslationState.objects
    return {
        "actors": Partner.objects.published().filter(commitments=pk).order_by("name", "pk"),
        "theme": Theme.objects.published().filter(pk=theme) if theme else Theme.objects.none(),
        "translation_states": states.of_kind(Commitment).filter(object_id=pk),
        "of_document": states.of_kind(Document).filter(object_id=document),
        "entries": entries.latest_first().for_trail()[: ENTRIES_SHOWN + 1],
    }


PAGE = Together(_questions)


def shown_with(commitment: Commitment, *, previewed: ProgressEntry | None) -> dict[str, Any]:
    """Hangs on the commitment what belongs to it, and gives what else its page shows, by name."""
    document = commitment.provision.document
    found = PAGE.ask(
        pk=commitment.pk,
        document=document.pk,
        theme=commitment.theme_id,
        previewed=previewed and previewed.pk,
    )
    attach(commitment, **{name: found[name] for name in ("actors", "translation_states")})
    attach(document, translation_states=found["of_document"])
    Commitment._meta.get_field("theme").set_cached_value(commitment, next(iter(found["theme"]), None))
    latest = found["entries"]
    return {
        "entries": latest[:ENTRIES_SHOWN][::-1],
        "has_earlier_entries": len(latest) > ENTRIES_SHOWN,
    }
