"""The fields of the files decided by hand, as `schema` has those of the sourced ones."""

from declarations.models import Document, Provision
from events.models import Event, Series
from members.models import Membership, Partner
from pages.models import Term
from record.shapes import (
    Shape,
    addresses,
    boolean,
    date,
    each,
    left_out,
    may,
    must,
    number,
    one_of,
    row_of,
    slug,
    text,
)

WHY = left_out("Why it was decided so, for whoever edits the file.", text, required=False)

SERIES: Shape = {
    "slug": must(slug),
    "kind": must(one_of(Series.Kind.values)),
    "title_en": must(text),
    "title_fr": must(text),
    "title_ar": must(text),
    # Events of the series that their own row does not tie to it.
    "also": may(each(slug)),
}

PLACEMENT: Shape = {"chair_term": may(number), "status": may(one_of(Event.Status.values)), "why": WHY}

MEMBERSHIP: Shape = {
    "standing": must(one_of(Membership.Standing.values)),
    "not_before": may(date),
    "attested": may(date),
    "unlisted": may(date),
    "why": WHY,
}

NATURE: Shape = {"nature": must(one_of(Document.Nature.values)), "why": WHY}

# Of the items of a document's outline; paragraphs if nothing is decided.
OUTLINE: Shape = {"kind": must(one_of(Provision.Kind.values)), "why": WHY}

# By the English words: who issued a document, and notes about members, committee and outlines.
TRANSLATED: Shape = {"fr": must(text), "ar": must(text)}
# A note may also have other English words, where those of the files speak of the files.
NOTE: Shape = TRANSLATED | {"en": may(text)}

GRAMMAR: Shape = {
    "english_article": must(boolean),
    "french_article": must(one_of(Partner.FrenchArticle.values)),
    "arabic_gender": must(one_of(Partner.Gender.values)),
}

PAGE: Shape = {
    "slug": must(slug),
    "title_en": must(text),
    "title_fr": must(text),
    "title_ar": must(text),
    "body_en": must(each(text)),
    "body_fr": must(each(text)),
    "body_ar": must(each(text)),
}

NAMES = row_of({language: may(each(text)) for language in ("en", "fr", "ar")})

TERM: Shape = {
    "slug": must(slug),
    "kind": must(one_of(Term.Kind.values)),
    "name_en": must(text),
    "name_fr": must(text),
    "name_ar": must(text),
    "definition_en": must(text),
    "definition_fr": must(text),
    "definition_ar": must(text),
    "other_names": may(NAMES),
    # The plural and the like, by which texts are searched.
    "forms": may(NAMES),
    # Whether texts lead to it; they do if nothing is said.
    "is_linked": may(boolean),
    "see_also": may(each(text)),
    "sources": must(addresses),
}

ADDRESS_OF_RECORD: Shape = {
    "kind": must(one_of(["event", "document", "series", "partner", "theme", "page"])),
    "slug": must(slug),
    "why": WHY,
}
ADDRESS_OF_LIST: Shape = {"kind": must(one_of(["page"])), "name": must(text), "query": may(text), "why": WHY}
