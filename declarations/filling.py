"""Fills the provisions of a document with the words of a text of it, and puts them in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from declarations.models import Document, DocumentVersion, Provision
from publishing import changes
from publishing.languages import columns_of, translated_fields
from publishing.models import StaleRecordError
from publishing.translations import ORIGINAL_LANGUAGE, mark_unofficial

RELATION = "provisions"


@dataclass(frozen=True, slots=True)
class Words:
    """Of one provision in one language, as a text of the document has them."""

    kind: str
    eid: str
    number: str
    heading: str
    text: str
    # Otherwise what is there stays, and only its place in the text counts.
    is_taken: bool = True


@dataclass(slots=True)
class Filled:
    """How many provisions were made, changed and removed."""

    made: int = 0
    changed: int = 0
    removed: int = 0


def fill_provisions(
    *,
    document: Document,
    rows: Sequence[Words],
    language: str,
    authority: str,
    removed: Collection[str] = (),
) -> Filled:
    """Puts the words to the provisions with the same identifiers, makes those that are not there, each
    after the one before it in the text, and removes those that are named.

    A paraphrase that gets the words of a text is one no longer: what paraphrases it in other languages goes,
    as it would pass for the text itself. Raises ProtectedError if commitments follow from one to be removed,
    and StaleRecordError if the document is not as it was read: somebody chose by what stood there.
    """
    done = Filled()
    with changes.together():
        # Two who do this at once do it one after the other.
        stored = Document._base_manager.select_for_update().filter(pk=document.pk).first()
        if stored is None or stored.revision != document.revision:
            raise StaleRecordError(is_deleted=stored is None)
        order = list(document.provisions.in_order())
        for provision in [one for one in order if one.eid in removed]:
            provision.delete()
            order.remove(provision)
            done.removed += 1
        known = {provision.eid: provision for provision in order}
        written, place = set(), 0
        for row in rows:
            known_one = known.get(row.eid)
            provision = known_one or Provision(document=document, kind=row.kind, eid=row.eid)
            if known_one is None:
                known[row.eid] = provision
                order.insert(place, provision)
                done.made += 1
                _fill(provision, row, language)
                written.add(row.eid)
            elif row.is_taken and _fill(provision, row, language):
                done.changed += 1
                written.add(row.eid)
            place = order.index(provision) + 1
        for position, provision in enumerate(order, 1):
            # Only where the order asks for it: a provision that moves is written anew.
            if provision.position != position and done.made:
                provision.position = position
                written.add(provision.eid)
            if provision.eid in written:
                provision.save()
        _tell_of_translations(document, language, authority, {row.eid for row in rows if row.is_taken})
    return done


def _fill(provision: Provision, row: Words, language: str) -> bool:
    """Whether anything is different now."""
    names = ["standing", "number", *columns_of("heading"), *columns_of("text")]
    before = [getattr(provision, name) or None for name in names]
    if provision.is_paraphrase:
        for name in [*columns_of("heading"), *columns_of("text")]:
            setattr(provision, name, None)
        provision.sources = []
        provision.standing = Provision.Standing.TEXT
    provision.number = provision.number or row.number
    setattr(provision, f"heading_{language}", row.heading or None)
    setattr(provision, f"text_{language}", row.text or None)
    return before != [getattr(provision, name) or None for name in names]


def _tell_of_translations(document: Document, language: str, authority: str, filled: Collection[str]) -> None:
    """A courtesy translation is unofficial. The mark goes once all words in the language are those of a text
    with authority, and of a language in which none are left."""
    provisions = list(document.provisions.all())
    is_courtesy = authority == DocumentVersion.Authority.COURTESY_TRANSLATION
    for state in document.translation_states.filter(field=RELATION):
        rows = [row for row in provisions if _has_words(row, state.language)]
        is_of_the_text = state.language == language and all(row.eid in filled for row in rows)
        if not rows or (is_of_the_text and not is_courtesy):
            state.delete()
    # The original of a translation is English: nothing can be said there of English itself.
    if is_courtesy and language != ORIGINAL_LANGUAGE:
        mark_unofficial(document, RELATION, language)


def _has_words(provision: Provision, language: str) -> bool:
    return any(getattr(provision, f"{name}_{language}") for name in translated_fields(Provision))


def put_in_order(*, document: Document, places_before: Mapping[int, int]) -> None:
    """After places were typed: counts all from 1. One that was moved, or is new, stands at the number that
    was typed, and the others make room. `places_before`: key → place."""
    with changes.together():
        rows = list(document.provisions.in_order())

        def wanted(row: Provision) -> tuple[int, int]:
            before = places_before.get(row.pk)
            if before is None or row.position < before:
                return row.position, 0
            return row.position, 2 if row.position > before else 1

        for position, row in enumerate(sorted(rows, key=wanted), 1):
            if row.position != position:
                row.position = position
                row.save()
