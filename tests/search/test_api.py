import pytest
from django.conf import settings

from khartoum.api import COLLECTIONS, description
from search.api import EXAMPLE
from search.serializers import RECORDS
from search.sources import kinds
from tests.factories import DocumentFactory, EventFactory, PartnerFactory, ThemeFactory
from tests.khartoum.test_schema import closed, operations, resolved
from tests.search.test_views import HOSTILE

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
PATH = "/api/v1/search/"


def ask(client, **question):
    return client.get(PATH, question)


def slugs(response):
    return [hit["slug"] for hit in response.json()["results"]]


@pytest.fixture
def schema():
    strict = closed(description(SITE))
    return resolved(strict, operations(strict)["/search"]["responses"]["200"])


def test_a_hit_tells_what_it_is_and_where(client):
    event = EventFactory(title_en="Zebra crossing", type="training", text_en="<p>Of a zebra & more.</p>")

    answer = ask(client, q="zebra").json()
    [hit] = answer["results"]

    assert (answer["words"], answer["total"], answer["is_capped"]) == ("zebra", 1, False)
    assert (hit["kind"], hit["slug"], hit["type"]) == ("event", event.slug, "training")
    assert hit["year"] == event.date.earliest.year
    assert hit["title"] == {"text": "Zebra crossing", "language": "en"}
    assert hit["url"] == f"{SITE}/api/v1/events/{event.slug}/"
    assert hit["links"]["html"]["ar"] == f"{SITE}/ar/events/{event.slug}/"
    assert client.get(hit["url"].removeprefix(SITE)).status_code == 200
    assert client.get(hit["links"]["html"]["ar"].removeprefix(SITE)).status_code == 200


def test_every_kind_that_is_found_and_in_the_api_leads_to_its_record_there():
    kept = {view.queryset.model._meta.model_name: f"api:{name}-detail" for name, view in COLLECTIONS.items()}
    found = {kind: kept[kind] for kind in kinds() if kind in kept}

    assert {**found, "speaker": kept["event"]} == RECORDS


def test_a_snippet_is_plain_text_in_parts_that_say_what_matches(client):
    EventFactory(title_en="A meeting", text_en="<p>Lions &amp; one zebra.</p>")

    snippet = ask(client, q="zebra").json()["results"][0]["snippet"]

    assert snippet["language"] == "en"
    assert [part["text"] for part in snippet["parts"] if part["is_match"]] == ["zebra"]
    assert "Lions & one zebra." in "".join(part["text"] for part in snippet["parts"])


def test_titles_come_in_the_language_that_is_asked_for(client):
    EventFactory(title_en="Zebra", title_fr="Zèbre", title_ar="حمار وحشي")

    french = ask(client, q="zèbre", language="fr").json()["results"][0]

    assert french["title"] == {"text": "Zèbre", "language": "fr"}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_answer_does_not_follow_the_reader(client, language):
    EventFactory(title_en="Zebra", title_fr="Zebra fr", title_ar="Zebra ar")

    assert (
        client.get(f"{PATH}?q=zebra", headers={"Accept-Language": language}).content
        == client.get(f"{PATH}?q=zebra").content
    )


def test_facets_count_what_a_parameter_would_leave(client):
    EventFactory(title_en="Zebra one", type="training")
    DocumentFactory(title_en="Zebra two", type="declaration")

    facets = ask(client, q="zebra").json()["facets"]

    assert list(facets) == ["kind", "type", "year", "language", "theme"]
    for name, values in facets.items():
        for value in values:
            assert ask(client, q="zebra", **{name: value["value"]}).json()["total"] == value["count"]
    assert {row["value"] for row in facets["kind"]} == {"event", "document"}


def test_pages_lead_to_each_other_and_leave_nothing_out(client):
    made = {EventFactory(title_en="Zebra meeting").slug for _ in range(5)}

    found, address, pages = [], f"{SITE}{PATH}?q=zebra&page_size=2", []
    while address:
        answer = client.get(address.removeprefix(SITE)).json()
        pages.append(answer)
        found += [hit["slug"] for hit in answer["results"]]
        address = answer["next"]

    assert (len(pages), len(found), set(found)) == (3, 5, made)
    assert pages[0]["previous"] is None
    assert pages[2]["previous"] == f"{SITE}{PATH}?q=zebra&page_size=2&page=2"
    assert pages[1]["previous"] == f"{SITE}{PATH}?q=zebra&page_size=2"


@pytest.mark.parametrize(
    ("query", "parameter", "told"),
    [
        ("", "q", "“q” is missing: say which words to look for."),
        ("kind=event", "q", "“q” is missing: say which words to look for."),
        ("q=zebra&colour=red", "colour", "There is no parameter called “colour”. Known here: q, kind, "),
        ("q=zebra&q=lion", "q", "“q” is given more than once."),
        ("q=a%00b", "q", "“q” holds a null character."),
        ("q=zebra&kind=animal", "kind", "“kind”: “animal” is none of its values. Known here: partner, "),
        ("q=zebra&type=party", "type", "“type”: “party” is none of its values. Known here: country, "),
        ("q=zebra&year=20", "year", "“year”: Give a year in four digits."),
        ("q=zebra&theme=hidden", "theme", "“theme”: “hidden” is none of its values. It takes: The slug"),
        ("q=zebra&page=x", "page", "“page”: Pages are counted from 1."),
        ("q=zebra&page=7", "page", "“page”: there is no page 7 of the results."),
        ("q=zebra&page_size=101", "page_size", "“page_size”: Give a whole number from 1 to 100."),
        ("q=zebra&page_size=0", "page_size", "“page_size”: Give a whole number from 1 to 100."),
    ],
)
def test_what_is_not_understood_is_named(client, query, parameter, told):
    ThemeFactory(slug="hidden", draft=True)
    EventFactory(title_en="Zebra")

    response = client.get(f"{PATH}?{query}")
    [error] = response.json()["errors"]

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert error["parameter"] == parameter
    assert error["detail"].startswith(told)


@pytest.mark.parametrize("text", [text.replace("\0", "") for text in HOSTILE])
def test_no_question_is_too_odd(client, text):
    EventFactory(title_en="Zebra")

    assert ask(client, q=text).status_code == 200


def test_a_question_that_is_too_long_is_cut_and_says_what_was_looked_for(client):
    assert len(ask(client, q="z" * 5000).json()["words"]) == 500


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
def test_what_is_not_public_is_not_found(client, trait):
    shown = EventFactory(title_en="Zebra crossing")
    shown.themes.add(ThemeFactory(slug="secret", name_en="Zebra", **{trait: True}))
    shown.save()
    for factory in (EventFactory, DocumentFactory):
        factory(title_en="Zebra hidden", **{trait: True})
    PartnerFactory(name_en="Zebra land", **{trait: True})

    response = ask(client, q="zebra")

    assert slugs(response) == [shown.slug]
    assert response.json()["total"] == 1
    assert response.json()["facets"]["kind"] == [{"value": "event", "count": 1}]
    assert response.json()["facets"]["theme"] == []


@pytest.mark.parametrize("count", [1, 9])
def test_it_takes_the_same_queries_for_any_number_of_hits(client, django_assert_num_queries, count):
    for _ in range(count):
        event = EventFactory(title_en="Zebra meeting", text_en="<p>About zebras.</p>")
        event.themes.add(ThemeFactory())
        event.save()

    with django_assert_num_queries(8):
        ask(client, q="zebra")
    # How the record stands, by which what was found is kept; what is shown of it, and where the words stand.
    with django_assert_num_queries(3):
        response = ask(client, q="zebra")

    assert len(slugs(response)) == count


def test_answers_are_as_described_and_hold_nothing_else(client, schema):
    event = EventFactory(title_en="Zebra meeting", text_en="<p>About zebras.</p>")
    event.themes.add(ThemeFactory(name_en="Zebras"))
    event.save()
    DocumentFactory(title_en="Zebra paper", date=None)
    PartnerFactory(name_en="Zebra land")

    for question in ({"q": "zebra"}, {"q": "zebra", "page_size": "1", "page": "2"}, {"q": "nothing"}):
        assert list(schema.iter_errors(ask(client, **question).json())) == [], question


def test_the_example_is_one(schema):
    assert list(schema.iter_errors(EXAMPLE)) == []


def test_any_cache_may_keep_it_and_ask_whether_it_changed(client):
    EventFactory(title_en="Zebra")
    response = ask(client, q="zebra")

    again = client.get(f"{PATH}?q=zebra", headers={"If-None-Match": response["ETag"]})

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert again.status_code == 304
