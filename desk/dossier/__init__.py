"""The handover dossier: what a coming chair has to know, gathered from the record when it is asked for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from declarations.models import Commitment, ProgressEntry
from desk.dossier.choice import HandoverForm
from desk.dossier.contacts import Contacts, contacts
from desk.dossier.cut import Cut, cut
from desk.dossier.gaps import Untranslated, documents_lacking, untranslated
from desk.dossier.internal import Internal, internal
from desk.dossier.meetings import MONTHS, coming_meetings, recent_meetings
from desk.kinds import Kinds
from members.models import Chairmanship, Partner
from publishing.languages import columns_of

COMMITMENTS = 100
# Who may read it all.
IN_A_DOSSIER = (
    "members.view_partner",
    "members.view_chairmanship",
    "events.view_event",
    "declarations.view_document",
    "declarations.view_commitment",
)


@dataclass(frozen=True)
class Dossier:
    partner: Partner
    # None where the partner's term is not entered yet.
    term: Chairmanship | None
    present: Chairmanship | None
    commitments: Cut
    coming: Cut
    recent: Cut
    documents: Cut
    translations: list[Untranslated]
    contacts: Contacts
    # Only for the secretariat itself.
    internal: Internal | None
    made_at: datetime = field(default_factory=timezone.now)
    months: int = MONTHS


def dossier_for(chosen: HandoverForm, kinds: Kinds) -> Dossier | None:
    """In the active language. None where there is no partner that could take the chair."""
    if chosen.partner is None:
        return None
    is_internal = chosen.is_internal
    terms = Chairmanship.objects.for_naming().prefetch_related("people", "translation_states")
    term = terms.filter(pk=chosen.term.pk).first() if chosen.term else None
    present = terms.published().in_office(timezone.localdate()).first()
    return Dossier(
        chosen.partner,
        term,
        present,
        open_commitments(is_internal=is_internal),
        coming_meetings(is_internal=is_internal),
        recent_meetings(is_internal=is_internal),
        documents_lacking(is_internal=is_internal),
        untranslated(is_internal=is_internal),
        contacts(present),
        internal(kinds) if is_internal else None,
    )


def open_commitments(*, is_internal: bool) -> Cut:
    """Those of the newest documents first, each with the latest public step."""
    rows: Any = Commitment.objects.all() if is_internal else Commitment.objects.published()
    steps = ProgressEntry.objects.published().latest_first()[:1]
    heavy = ["description", *columns_of("description")]
    heavy += [f"provision__{name}" for name in ("text", *columns_of("text"))]
    heavy += [f"provision__document__{name}" for name in ("summary", *columns_of("summary"))]
    rows = rows.pursued().newest_first().select_related("provision__document").defer(*heavy)
    return cut(
        rows.prefetch_related(
            Prefetch("actors", queryset=Partner.objects.published().order_by("name", "pk")),
            Prefetch("entries", queryset=steps, to_attr="latest_entries"),
        ),
        COMMITMENTS,
    )
