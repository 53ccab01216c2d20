import pytest

from publishing.dates import PartialDate
from tests.factories import DocumentFactory, EventFactory, RelationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_documents_stand_under_the_year_they_were_adopted_in_or_bear(client):
    event = EventFactory()
    adopted = DocumentFactory(adopted=PartialDate.parse("2025-04-09"), date=None, adopting_event=event)
    dated = DocumentFactory(date=PartialDate.parse("2021"))
    undated = DocumentFactory(date=None)

    groups = client.get("/en/documents/").context["groups"]

    assert [(heading, [row.pk for row in rows]) for heading, rows in groups] == [
        ("2025", [adopted.pk]),
        ("2021", [dated.pk]),
        ("Date not known", [undated.pk]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for _ in range(count):
        DocumentFactory(adopting_event=EventFactory())

    client.get("/en/documents/")

    # As what the record stands, and the rows: form and number are kept.
    with django_assert_num_queries(2):
        response = client.get("/en/documents/")

    assert len(response.context["page"].rows) == count


def test_the_page_says_seen_not_available(client):
    document = DocumentFactory(languages_seen=["en", "ar"], availability="text_seen_in_part")

    page = client.get(document.get_absolute_url()).content.decode()

    assert "part of the text was seen" in page.lower()
    assert "English" in page
    assert "available in" not in page.lower()


def test_relations_are_told_both_ways(client):
    new, old = DocumentFactory(title_en="New rules"), DocumentFactory(title_en="Old rules")
    RelationFactory(document=new, other=old, kind="supersedes")

    assert client.get(new.get_absolute_url()).context["relations"] == [("Supersedes", [old])]
    assert client.get(old.get_absolute_url()).context["relations"] == [("Superseded by", [new])]


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_takes_the_same_queries_whatever_hangs_off_it(client, django_assert_num_queries, more):
    document = DocumentFactory(adopting_event=EventFactory())
    for _ in range(1 + more):
        RelationFactory(document=document)
        document.related_events.add(EventFactory())
        document.themes.add(ThemeFactory())

    # The document; what hangs off it, and how the record stands; the words of the glossary.
    with django_assert_num_queries(3):
        client.get(document.get_absolute_url())
