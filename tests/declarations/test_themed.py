import pytest

from declarations.models import Document, ThemedDocument
from publishing.changes import together
from publishing.dates import PartialDate
from publishing.paging import NEWEST_FIRST, OLDEST_FIRST, page_of
from tests.factories import DocumentFactory, DomainFactory, EventFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def held():
    return set(ThemedDocument.objects.values_list("document", "theme", "type", "sort_key"))


def wanted():
    found = set()
    for document in Document.objects.all():
        events = {document.adopting_event, *document.related_events.all()} - {None}
        marks = {*document.themes.all(), *(theme for event in events for theme in event.themes.all())}
        themes = {key for theme in marks for key in (theme.pk, theme.parent_id) if key}
        found |= {(document.pk, theme, document.type, document.sort_key) for theme in themes}
    return found


def written(record, **lists):
    with together():
        record.save()
        for name, records in lists.items():
            getattr(record, name).set(records)
    return record


def test_they_follow_every_change_of_a_document_of_its_events_and_of_their_themes():
    domain, other = DomainFactory(), DomainFactory()
    topic, alone = ThemeFactory(parent=domain), ThemeFactory()
    event = written(EventFactory(), themes=[topic])
    adopted = DocumentFactory(adopting_event=event)
    discussed = written(DocumentFactory(), related_events=[event], themes=[alone])
    DocumentFactory()
    assert (len(held()), held()) == (5, wanted())

    adopted.date = PartialDate.parse("2031-05")
    adopted.save()
    assert held() == wanted()

    written(event, themes=[topic, alone])
    assert (len(held()), held()) == (6, wanted())

    topic.parent = other
    topic.save()
    assert held() == wanted()

    written(event, themes=[])
    assert (len(held()), held()) == (1, wanted())

    discussed.delete()
    assert (held(), wanted()) == (set(), set())


@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_the_documents_of_a_theme_are_cut_into_pages_as_all_are(order):
    domain = DomainFactory(slug="domain")
    topic, hidden = ThemeFactory(parent=domain), ThemeFactory(parent=domain, draft=True)
    event = written(EventFactory(), themes=[topic])
    for day in ("2015-03-01", "2019-03-01", "2019-03-01", "2017"):
        written(DocumentFactory(date=PartialDate.parse(day)), themes=[topic, domain, hidden])
    DocumentFactory(date=None, adopting_event=event)
    shown = list(order.applied(Document.objects.published()))
    for state in ("draft", "scheduled", "withdrawn"):
        written(DocumentFactory(**{state: True}), themes=[topic])
        written(DocumentFactory(), related_events=[written(EventFactory(**{state: True}), themes=[topic])])
    written(DocumentFactory(), themes=[hidden])
    DocumentFactory(adopting_event=written(EventFactory(), themes=[hidden]))
    rows = Document.objects.published().about("domain")

    found, after = [], ""
    while after is not None:
        page = page_of(rows, order=order, size=2, after=after)
        found, after = [*found, *page.rows], page.next_cursor

    assert len(shown) == 5
    assert found == shown


def test_several_themes_and_a_year_beside_a_theme_are_understood(client):
    one, other = ThemeFactory(slug="one"), ThemeFactory(slug="other")
    early = written(DocumentFactory(date=PartialDate.parse("2015")), themes=[one])
    late = written(DocumentFactory(date=PartialDate.parse("2019")), themes=[one, other])
    undated = written(DocumentFactory(date=None), themes=[other])

    def found(query):
        return [row.slug for row in client.get(f"/en/documents/?{query}").context["page"].rows]

    assert found("theme=one&year=2015") == [early.slug]
    assert found("theme=one&type=report&type=declaration") == [late.slug, early.slug]
    assert found("theme=one&type=declaration") == []
    assert found("theme=other&year=unknown") == [undated.slug]
    assert found("theme=one&theme=other") == [late.slug, early.slug, undated.slug]
