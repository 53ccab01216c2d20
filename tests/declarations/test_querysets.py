import pytest

from declarations.models import Document, Relation
from events.models import Event
from publishing.dates import PartialDate
from tests.factories import (
    DocumentFactory,
    DomainFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    RelationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = [{"draft": True}, {"scheduled": True}, {"withdrawn": True}]


def on(text):
    return text and PartialDate.parse(*text.split())


def adopted_at(event, **facts):
    return DocumentFactory(adopting_event=event, **facts)


def discussed_at(event, **facts):
    document = DocumentFactory(**facts)
    document.related_events.add(event)
    return document


# Order and years


def test_documents_are_newest_first_and_undated_ones_last():
    undated = DocumentFactory(date=None)
    early = DocumentFactory(date=on("2014-11-28"))
    adopted = adopted_at(EventFactory(), date=on("2013"), adopted=on("2025-04-09"))

    assert list(Document.objects.newest_first()) == [adopted, early, undated]


@pytest.mark.parametrize(
    ("adopted", "date", "years"),
    [
        ("2025-04-09", None, [2025]),
        ("2025-04-09", "2024", [2025]),
        (None, "2024", [2024]),
        (None, "2015 2016", [2015, 2016]),
        (None, "2015-12-31", [2015]),
        (None, None, []),
    ],
)
def test_document_is_in_the_year_of_its_adoption_or_else_of_its_date(adopted, date, years):
    document = adopted_at(EventFactory(), adopted=on(adopted), date=on(date))

    assert [year for year in range(2013, 2028) if document in Document.objects.in_year(year)] == years
    assert [year for year in range(2013, 2028) if document in Document.objects.in_year(str(year))] == years


def test_years_run_from_the_latest_to_the_earliest():
    for day in ("2016", "2018-05-08", None):
        DocumentFactory(date=on(day))

    assert Document.objects.years() == [2018, 2017, 2016]
    assert Document.objects.none().years() == []


# Events


def test_documents_of_an_event_are_those_adopted_and_those_discussed_there():
    event = EventFactory(slug="cairo")
    adopted, discussed = adopted_at(event), discussed_at(event)
    both = adopted_at(event)
    both.related_events.add(event)
    adopted_at(EventFactory())

    assert set(Document.objects.of_event("cairo")) == {adopted, discussed, both}
    assert Document.objects.of_event("cairo").count() == 3
    assert set(Document.objects.of_events(Event.objects.filter(pk=event.pk))) == {adopted, discussed, both}


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_event_has_no_documents(trait):
    event = EventFactory(slug="hidden", **trait)
    adopted_at(event)
    discussed_at(event)

    assert list(Document.objects.of_event("hidden")) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_list_names_no_hidden_event(trait, django_assert_num_queries):
    adopted_at(EventFactory(**trait))

    found = Document.objects.for_list().get()

    with django_assert_num_queries(0):
        assert found.adopting_event is None


# Partners


def test_documents_of_a_partner_came_of_the_events_it_had_a_part_in():
    partner = PartnerFactory()
    event = ParticipationFactory(partner=partner, role="host").event
    adopted, discussed = adopted_at(event), discussed_at(event)
    adopted_at(EventFactory())

    assert set(Document.objects.of_partner(partner)) == {adopted, discussed}


@pytest.mark.parametrize("trait", HIDDEN)
def test_documents_of_a_hidden_partner_or_of_its_hidden_events_are_not_told(trait):
    hidden, partner = PartnerFactory(**trait), PartnerFactory()
    adopted_at(ParticipationFactory(partner=hidden).event)
    adopted_at(ParticipationFactory(partner=partner, event=EventFactory(**trait)).event)

    assert list(Document.objects.of_partner(hidden)) == []
    assert list(Document.objects.of_partner(partner)) == []


# Themes


def test_document_is_found_by_its_own_theme_by_the_domain_and_by_its_events():
    domain = DomainFactory(slug="domain")
    topic = ThemeFactory(slug="topic", parent=domain)
    event = EventFactory()
    event.themes.add(topic)
    marked, adopted, discussed = DocumentFactory(), adopted_at(event), discussed_at(event)
    marked.themes.add(topic)
    DocumentFactory()

    assert set(Document.objects.about("topic")) == {marked, adopted, discussed}
    assert set(Document.objects.about("domain")) == {marked, adopted, discussed}
    assert Document.objects.about("domain").count() == 3


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_theme_finds_no_document(trait):
    hidden = ThemeFactory(slug="hidden", **trait)
    event = EventFactory()
    event.themes.add(hidden)
    DocumentFactory().themes.add(hidden)
    adopted_at(event)

    assert list(Document.objects.about("hidden")) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_hidden_domain_finds_no_document_by_its_topics(trait):
    topic = ThemeFactory(parent=DomainFactory(slug="hidden", **trait))
    DocumentFactory().themes.add(topic)

    assert list(Document.objects.about("hidden")) == []


@pytest.mark.parametrize("trait", HIDDEN)
def test_theme_of_a_hidden_event_finds_no_document(trait):
    event = EventFactory(**trait)
    event.themes.add(ThemeFactory(slug="topic"))
    adopted_at(event)
    discussed_at(event)

    assert list(Document.objects.about("topic")) == []


# Relations


@pytest.mark.parametrize("trait", HIDDEN)
@pytest.mark.parametrize("end", ["document", "other"])
def test_relation_is_public_when_both_documents_are(trait, end):
    shown = RelationFactory()
    RelationFactory(**{end: DocumentFactory(**trait)})

    assert list(Relation.objects.published()) == [shown]


def test_relation_is_found_from_either_end(django_assert_num_queries):
    relation = RelationFactory()
    RelationFactory()

    for document in (relation.document, relation.other):
        with django_assert_num_queries(1):
            found = list(Relation.objects.touching(document))
            assert [(row.document.title, row.other.title) for row in found] == [
                (relation.document.title, relation.other.title)
            ]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_length(count, django_assert_num_queries):
    for _each in range(count):
        adopted_at(EventFactory())

    with django_assert_num_queries(3):
        titles = [document.adopting_event.title for document in Document.objects.for_list()]

    assert len(titles) == count


def test_what_was_adopted_at_an_event_is_not_also_discussed_there():
    event = EventFactory()
    adopted, discussed = adopted_at(event), discussed_at(event)
    adopted.related_events.add(event)
    elsewhere = adopted_at(EventFactory())
    elsewhere.related_events.add(event)

    assert list(Document.objects.adopted_at(event)) == [adopted]
    assert set(Document.objects.discussed_at(event)) == {discussed, elsewhere}
    assert list(Document.objects.adopted_at_any([event])) == [adopted]
