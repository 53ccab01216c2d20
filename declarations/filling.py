"""Fills the provisions of a document with the words of a text of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from declarations.models import Document, DocumentVersion, Provision
from publishing import changes
from publishing.languages import columns_of, translated_fields
from publishing.translations import mark_unofficial

RELATION = "provisions"


@dataclass(frozen=True, slots=True)
class Words:
    """Of one provision in one language, as a text of the document has them."""

    kind: str
    eid: str
    number: str
    heading: str
    text: str


def fill_provisions(
    *, document: Document, rows: Sequence[Words], language: str, authority: str
) -> tuple[int, int]:
    """Puts the words to the provisions with the same identifiers and makes those that are not there.

    Returns how many were made and how many filled. A paraphrase that gets the words of a text is one no
    longer: what paraphrases it in other languages goes, as it would pass for the text itself.
    """
    with changes.together():
        order = list(document.provisions.in_order())
        known = {provision.eid: provision for provision in order}
        changed, new, place = set(), set(), 0
        for row in rows:
            provision = known.get(row.eid)
            if provision is None:
                provision = known[row.eid] = Provision(
                    document=document, kind=row.kind, eid=row.eid, number=row.number
                )
                order.insert(place, provision)
                new.add(row.eid)
            place = order.index(provision) + 1
            _fill(provision, row, language)
            changed.add(row.eid)
        for position, provision in enumerate(order, 1):
            # Only where the order asks for it: a provision that moves is written anew.
            if provision.position != position and new:
                provision.position = position
                changed.add(provision.eid)
            if provision.eid in changed:
                provision.save()
        _tell_of_translations(document, language, authority)
    return len(new), len(rows) - len(new)


def _fill(provision: Provision, row: Words, language: str) -> None:
    if provision.is_paraphrase:
        for name in [*columns_of("heading"), *columns_of("text")]:
            setattr(provision, name, None)
        provision.sources = []
        provision.standing = Provision.Standing.TEXT
    setattr(provision, f"heading_{language}", row.heading or None)
    setattr(provision, f"text_{language}", row.text or None)


def _tell_of_translations(document: Document, language: str, authority: str) -> None:
    """A courtesy translation is unofficial; other texts are not, unless paraphrases stand among them.
    Of a language in which nothing is left, there is nothing to tell."""
    provisions = list(document.provisions.all())
    states = document.translation_states.filter(field=RELATION)
    for state in states:
        rows = [row for row in provisions if _has_words(row, state.language)]
        is_of_the_text = state.language == language and not any(row.is_paraphrase for row in rows)
        if not rows or is_of_the_text:
            state.delete()
    if authority == DocumentVersion.Authority.COURTESY_TRANSLATION:
        mark_unofficial(document, RELATION, language)


def _has_words(provision: Provision, language: str) -> bool:
    return any(getattr(provision, f"{name}_{language}") for name in translated_fields(Provision))
