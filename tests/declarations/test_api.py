"""Documents in the API: what exactly is told, and of whom."""

import pytest

from publishing.dates import PartialDate
from publishing.translations import mark_unofficial
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    DomainFactory,
    EventFactory,
    ProvisionFactory,
    RelationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

API = "http://localhost:8000/api/v1"
HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]


def english(text):
    return {"en": text, "fr": None, "ar": None}


def day(text):
    return {"start": text, "end": text, "precision": "day"}


def updated(record):
    record.refresh_from_db()
    return record.updated_at.isoformat().replace("+00:00", "Z")


def row_of(client, document):
    return client.get(f"/api/v1/documents/{document.slug}/").json()


def slugs_of(client, query):
    return [row["slug"] for row in client.get(f"/api/v1/documents/?{query}").json()["results"]]


def test_a_document_is_told_whole(client):
    conference = EventFactory(slug="cairo", title_en="Conference", date=PartialDate.parse("2025-04-09"))
    later = EventFactory(slug="later", title_en="Later", date=None)
    theme = ThemeFactory(slug="return", name_en="Return")
    document = DocumentFactory(
        slug="declaration",
        title_en="Cairo Declaration",
        title_ar="إعلان القاهرة",
        type="declaration",
        nature="outcome",
        issuer_en="2nd Ministerial Conference",
        date=PartialDate.parse("2025-04-09"),
        adopted=PartialDate.parse("2025-04-09"),
        adopting_event=conference,
        languages_seen=["en", "ar"],
        availability="text_seen",
        summary_en="<p>What was agreed.</p>",
        sources=["https://example.org/declaration"],
    )
    document.translation_states.create(field="title", language="ar")
    document.related_events.add(later)
    document.themes.add(theme)
    old, plan = DocumentFactory(slug="old", title_en="Old"), DocumentFactory(slug="plan", title_en="Plan")
    RelationFactory(document=document, kind="supersedes", other=old)
    RelationFactory(document=plan, kind="implements", other=document)

    assert row_of(client, document) == {
        "slug": "declaration",
        "url": f"{API}/documents/declaration/",
        "links": {
            "html": {
                code: f"http://localhost:8000/{code}/documents/declaration/" for code in ("en", "fr", "ar")
            }
        },
        "title": {"en": "Cairo Declaration", "fr": None, "ar": "إعلان القاهرة"},
        "title_status": {"ar": "unofficial"},
        "type": "declaration",
        "nature": "outcome",
        "issuer": english("2nd Ministerial Conference"),
        "issuer_status": {},
        "date": day("2025-04-09"),
        "adopted": day("2025-04-09"),
        "adopting_event": {
            "slug": "cairo",
            "title": english("Conference"),
            "date": day("2025-04-09"),
            "url": f"{API}/events/cairo/",
        },
        "related_events": [
            {"slug": "later", "title": english("Later"), "date": None, "url": f"{API}/events/later/"}
        ],
        "languages_seen": ["en", "ar"],
        "availability": "text_seen",
        "summary": english("<p>What was agreed.</p>"),
        "summary_status": {},
        "versions": [],
        "provisions_note": {"en": None, "fr": None, "ar": None},
        "provisions_note_status": {},
        "provisions": [],
        "provisions_status": {},
        "themes": [{"slug": "return", "name": english("Return"), "url": f"{API}/themes/return/"}],
        "relations": [
            {
                "kind": "supersedes",
                "document": {"slug": "old", "title": english("Old"), "url": f"{API}/documents/old/"},
            },
            {
                "kind": "implemented_by",
                "document": {"slug": "plan", "title": english("Plan"), "url": f"{API}/documents/plan/"},
            },
        ],
        "updated_at": updated(document),
        "sources": ["https://example.org/declaration"],
        "translations_out_of_date": {},
    }


@pytest.mark.parametrize(
    ("kind", "inverse"),
    [
        ("supersedes", "superseded_by"),
        ("implements", "implemented_by"),
        ("cites", "cited_by"),
        ("corrects", "corrected_by"),
    ],
)
def test_a_relation_is_told_from_both_ends(client, kind, inverse):
    relation = RelationFactory(kind=kind)

    assert [row["kind"] for row in row_of(client, relation.document)["relations"]] == [kind]
    assert [row["kind"] for row in row_of(client, relation.other)["relations"]] == [inverse]


@pytest.mark.parametrize("state", HIDDEN)
def test_what_hangs_off_a_document_is_told_only_when_it_is_public_too(client, state):
    hidden = {state: True}
    document = DocumentFactory(adopting_event=EventFactory(**hidden))
    document.related_events.add(EventFactory(**hidden))
    document.themes.add(ThemeFactory(**hidden))
    RelationFactory(document=document, other=DocumentFactory(**hidden))
    RelationFactory(document=DocumentFactory(**hidden), other=document, kind="cites")

    [row] = client.get("/api/v1/documents/").json()["results"]

    assert row["adopting_event"] is None
    lists = ["related_events", "themes", "relations"]
    assert {name: row[name] for name in lists} == {name: [] for name in lists}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["declaration", "factsheet", "undated"]),
        ("q=cairo", ["declaration"]),
        ("type=factsheet", ["factsheet"]),
        ("nature=outcome", ["declaration"]),
        ("year=2025", ["declaration"]),
        ("year=2016", ["factsheet"]),
        ("event=cairo", ["declaration"]),
        ("theme=returns", ["factsheet"]),
        ("theme=voluntary", ["factsheet"]),
        ("theme=returns&nature=outcome", []),
    ],
)
def test_page_and_api_answer_the_same_question_alike(client, query, slugs):
    theme = ThemeFactory(slug="voluntary", parent=DomainFactory(slug="returns"))
    conference = EventFactory(slug="cairo")
    DocumentFactory(
        slug="declaration",
        title_en="Cairo Declaration",
        nature="outcome",
        adopting_event=conference,
        adopted=PartialDate.parse("2025-04-09"),
    )
    factsheet = DocumentFactory(slug="factsheet", type="factsheet", date=PartialDate.parse("2016"))
    factsheet.themes.add(theme)
    DocumentFactory(slug="undated", date=None)
    DocumentFactory(slug="hidden", draft=True, nature="outcome", title_en="Cairo draft", type="factsheet")

    page = client.get(f"/en/documents/?{query}")

    assert slugs_of(client, query) == slugs
    assert [row.slug for _heading, rows in page.context["groups"] for row in rows] == slugs


def full_document():
    document = DocumentFactory(adopting_event=EventFactory())
    document.translation_states.create(field="title", language="fr")
    for _ in range(2):
        document.related_events.add(EventFactory())
        document.themes.add(ThemeFactory())
        RelationFactory(document=document, other=DocumentFactory(draft=True))
    for language in ("en", "fr"):
        version = DocumentVersionFactory(document=document, language=language)
        mark_unofficial(version, "note", "fr")
    provisions = [ProvisionFactory(document=document) for _ in range(2)]
    CommitmentFactory(provision=provisions[0])
    return document


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    documents = [full_document() for _ in range(count)]
    RelationFactory(document=documents[0], other=DocumentFactory())

    with django_assert_num_queries(2):
        response = client.get("/api/v1/documents/")

    assert len(response.json()["results"]) == count + 1


def test_one_document_takes_two_more_for_its_provisions(client, django_assert_num_queries):
    document = full_document()

    with django_assert_num_queries(2):
        client.get(f"/api/v1/documents/{document.slug}/")
