"""A translation that nobody has confirmed says so on every page where it is read."""

import pytest

from publishing.changes import together
from tests.factories import (
    AgendaItemFactory,
    ChairmanshipFactory,
    ChairPersonFactory,
    CompositionFactory,
    DocumentFactory,
    DomainFactory,
    EventFactory,
    MilestoneFactory,
    PageFactory,
    PartnerFactory,
    SeriesFactory,
    SpeakerFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db

NOTE = "Traduction non officielle."
FRENCH = "En français"


def text_of(factory, field, **facts):
    return lambda: factory(**{f"{field}_fr": FRENCH}, **facts)


def part_of(factory, field, record, **facts):
    return lambda: getattr(factory(**{f"{field}_fr": FRENCH}, **facts), record)


# Text → the record it belongs to, and where it is read if not at the record's own address.
READ = {
    "event title": (text_of(EventFactory, "title"), "title", None),
    "event city": (text_of(EventFactory, "city"), "city", None),
    "event venue": (text_of(EventFactory, "venue"), "venue", None),
    "event text": (text_of(EventFactory, "text"), "text", None),
    "event speakers": (part_of(SpeakerFactory, "function", "event"), "speakers", None),
    "event agenda": (part_of(AgendaItemFactory, "title", "event"), "agenda_items", None),
    "document title": (text_of(DocumentFactory, "title"), "title", None),
    "document issuer": (text_of(DocumentFactory, "issuer"), "issuer", None),
    "document summary": (text_of(DocumentFactory, "summary"), "summary", None),
    "partner name": (text_of(PartnerFactory, "name"), "name", None),
    "partner description": (text_of(PartnerFactory, "description"), "description", None),
    "partner milestones": (part_of(MilestoneFactory, "note", "partner"), "milestones", None),
    "term text": (text_of(ChairmanshipFactory, "text"), "text", None),
    "term priorities": (text_of(ChairmanshipFactory, "priorities"), "priorities", None),
    "term priorities at home": (text_of(ChairmanshipFactory, "priorities"), "priorities", "/fr/"),
    "term people": (part_of(ChairPersonFactory, "function", "chairmanship"), "people", None),
    "term people in the list": (
        part_of(ChairPersonFactory, "function", "chairmanship"),
        "people",
        "/fr/chairmanships/",
    ),
    "committee note": (text_of(CompositionFactory, "note"), "note", "/fr/about/"),
    "theme name": (text_of(DomainFactory, "name"), "name", None),
    "theme description": (text_of(DomainFactory, "description"), "description", None),
    "series title": (text_of(SeriesFactory, "title"), "title", None),
    "name of a term": (text_of(TermFactory, "name"), "name", None),
    "definition": (text_of(TermFactory, "definition"), "definition", None),
    "definition in the glossary": (text_of(TermFactory, "definition"), "definition", "/fr/glossary/"),
    "page title": (text_of(PageFactory, "title"), "title", None),
    "page body": (text_of(PageFactory, "body"), "body", None),
    "introduction": (text_of(PageFactory, "body", slug="home-introduction"), "body", "/fr/"),
}


@pytest.mark.parametrize("name", READ)
def test_an_unofficial_translation_says_so_where_it_is_read(client, name):
    make, field, address = READ[name]
    if address == "/fr/about/":
        PageFactory(slug="about")
    record = make()
    page = address or record.get_absolute_url().replace("/en/", "/fr/", 1)

    record.translation_states.create(field=field, language="fr", status="confirmed")
    confirmed = client.get(page).content.decode()
    with together() as batch:
        record.translation_states.update(status="unofficial")
        batch.note_parts_of(record)
    unofficial = client.get(page).content.decode()

    assert (FRENCH in confirmed, NOTE in confirmed) == (True, False)
    assert (FRENCH in unofficial, NOTE in unofficial) == (True, True)
