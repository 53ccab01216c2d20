import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils.html import escape

from publishing.dates import PartialDate
from search.asking import Answer
from search.views import count_label
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EventFactory,
    OrganisationFactory,
    PageFactory,
    PartnerFactory,
    ProvisionFactory,
    SeriesFactory,
    SpeakerFactory,
    StoredFileFactory,
    TermFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "x" * 5000,
    "mot " * 1200,
    '"',
    '"unclosed',
    '""',
    "-",
    "--",
    '-"',
    "- - -",
    "a & b | c ! d <-> e",
    "AND OR NOT NEAR(",
    "title:x*^2",
    "'; DROP TABLE search_entry; --",
    "%_\\",
    "{}[]()<>",
    "👩🏽‍🚀 🇸🇩",
    "\x00\x01\x1f\x7f",
    "\u202e\u200f\u200b",
    "e" + "\u0301" * 300,
    "ـــــ",
    "؟،؛",
]


def page_of(client, language="en", **question):
    return client.get(f"/{language}/search/", question)


def found(response):
    return [hit.slug for hit in response.context["found"].hits]


def content(response):
    return response.content.decode()


def test_who_has_not_asked_yet_is_told_what_can_be_searched(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = page_of(client)

    assert "For example" in content(response)
    assert "How to ask" in content(response)
    assert "found" not in content(response).split("<main", 1)[1]
    assert 'name="robots"' not in content(response)


def test_what_is_found_is_shown_with_its_kind_type_year_and_address(client):
    event = EventFactory(title_en="Training on forged papers", type="training")
    DocumentFactory(title_en="Something else")

    response = page_of(client, q="forged papers")
    [hit] = re.findall(r'<article class="hit">.*?</article>', content(response), re.DOTALL)

    assert found(response) == [event.slug]
    assert f'href="{event.get_absolute_url()}"' in hit
    assert "<b>Event</b>" in hit
    assert event.get_type_display() in hit
    assert str(event.date.earliest.year) in hit
    assert "1 found" in content(response)


def test_the_words_are_marked_where_they_stand(client):
    EventFactory(title_en="A meeting", text_en="<p>Delegates spoke of smuggling at length.</p>")

    assert "<mark>smuggling</mark>" in content(page_of(client, q="smuggling"))


def test_a_text_in_another_language_than_the_page_says_which(client):
    EventFactory(
        title_en="A meeting",
        title_fr="Une réunion",
        text_en="<p>Something else.</p>",
        text_fr="<p>La lutte contre la contrebande.</p>",
    )

    page = content(page_of(client, q="contrebande"))

    assert '<p class="snippet" lang="fr" dir="ltr">' in page
    assert "Language of the text:</span> French" in page


def test_titles_snippets_and_questions_are_escaped(client):
    hostile = "<script>alert('zebra')</script>"
    EventFactory(title_en=f"{hostile} & company")

    page = content(page_of(client, q=f'zebra "{hostile}"')) + content(page_of(client, q=f"nothing{hostile}"))

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
@pytest.mark.parametrize("factory", [EventFactory, DocumentFactory])
def test_what_is_not_public_is_nowhere(client, factory, trait):
    shown = factory(title_en="Zebra crossing")
    theme = ThemeFactory(name_en="Zebra theme", slug="zebra-theme", **{trait: True})
    shown.themes.add(theme)
    shown.save()
    factory(title_en="Zebra stripes", **{trait: True})

    response = page_of(client, q="zebra")
    suggestions = client.get("/en/search/suggest/?q=zeb").json()["suggestions"]

    assert found(response) == [shown.slug]
    assert response.context["found"].total == 1
    assert "stripes" not in content(response)
    assert "zebra-theme" not in content(response)
    assert "Zebra theme" not in content(response)
    assert [row["title"] for row in suggestions] == ["Zebra crossing"]


RECORDS = {
    "event": lambda **state: EventFactory(title_en="Zebra stripes", **state),
    "document": lambda **state: DocumentFactory(title_en="Zebra stripes", **state),
    "partner": lambda **state: PartnerFactory(name_en="Zebra stripes", **state),
    "organisation": lambda **state: OrganisationFactory(name_en="Zebra stripes", **state),
    "theme": lambda **state: ThemeFactory(name_en="Zebra stripes", **state),
    "series": lambda **state: SeriesFactory(title_en="Zebra stripes", **state),
    "page": lambda **state: PageFactory(title_en="Zebra stripes", **state),
    "term": lambda **state: TermFactory(name_en="Zebra stripes", **state),
    "commitment": lambda **state: CommitmentFactory(title_en="Zebra stripes", **state),
    "commitment of a document": lambda **state: CommitmentFactory(
        title_en="Zebra stripes", provision__document=DocumentFactory(**state)
    ),
    "speaker": lambda **state: SpeakerFactory(name_en="Zebra stripes", event=EventFactory(**state)),
    "paragraph": lambda **state: ProvisionFactory(text_en="Zebra stripes", document=DocumentFactory(**state)),
    "file": lambda **state: DocumentVersionFactory(file=StoredFileFactory(content=b"Zebra stripes"), **state),
    "file of a document": lambda **state: DocumentVersionFactory(
        file=StoredFileFactory(content=b"Zebra stripes"), document=DocumentFactory(**state)
    ),
}


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled", "withdrawn"])
@pytest.mark.parametrize("kind", RECORDS)
def test_nothing_of_any_kind_is_found_that_is_not_public(client, kind, trait):
    RECORDS[kind](**{trait: True})

    response = page_of(client, q="zebra stripes")

    assert found(response) == []
    assert response.context["facets"] == []
    assert client.get("/api/v1/search/?q=zebra+stripes").json()["total"] == 0
    assert client.get("/en/search/suggest/?q=zebra").json()["suggestions"] == []


@pytest.mark.parametrize("kind", RECORDS)
def test_what_is_public_of_every_kind_is_found(client, kind):
    RECORDS[kind]()

    [hit] = page_of(client, q="zebra stripes").context["found"].hits

    assert client.get(hit.record_url).status_code == 200
    assert client.get(hit.url).status_code == 200


def test_words_in_a_file_lead_to_its_page_and_the_title_to_the_document(client):
    file = StoredFileFactory(text_pages=["Lions.", "One zebra."], page_count=2, format="pdf")
    version = DocumentVersionFactory(file=file)

    response = page_of(client, q="zebra")
    [hit] = response.context["found"].hits

    assert f'<h3><a href="{version.document.get_absolute_url()}">' in content(response)
    assert f'<p class="place"><a href="{escape(hit.url)}">page 2</a></p>' in content(response)
    assert client.get(hit.url).status_code == 200


def test_words_in_a_paragraph_lead_to_it(client):
    provision = ProvisionFactory(text_en="One zebra.", number="7", eid="para-7")

    response = page_of(client, q="zebra")
    [hit] = response.context["found"].hits

    assert hit.url.startswith(provision.document.get_absolute_url())
    assert hit.url.endswith("#para-7")
    assert f'<p class="place"><a href="{escape(hit.url)}">paragraph 7</a></p>' in content(response)


def test_a_title_is_not_said_twice(client):
    ThemeFactory(name_en="Zebras")

    assert '<p class="snippet"' not in content(page_of(client, q="zebras"))


def test_where_the_title_alone_matches_what_it_is_stands_below(client):
    ThemeFactory(name_en="Zebras", description_en="<p>Striped and seldom alone.</p>")

    page = content(page_of(client, q="zebras"))

    assert "Striped and seldom alone." in page.partition('<p class="snippet"')[2]


def test_a_long_list_of_values_is_folded(client):
    for year in range(2014, 2024):
        EventFactory(title_en="Zebra", date=PartialDate.parse(str(year)))

    response = page_of(client, q="zebra")
    [years] = [facet for facet in response.context["facets"] if facet["label"] == "Year"]

    assert [value["label"] for value in years["values"]] == [str(year) for year in range(2023, 2015, -1)]
    assert [value["label"] for value in years["more"]] == ["2015", "2014"]


def test_facets_narrow_and_the_chosen_one_can_be_taken_off(client):
    event = EventFactory(title_en="Zebra meeting", type="training")
    DocumentFactory(title_en="Zebra paper")

    whole = page_of(client, q="zebra")
    [kinds] = [facet for facet in whole.context["facets"] if facet["label"] == "Kind of record"]
    [events] = [value for value in kinds["values"] if value["label"].lower() == "event"]
    narrowed = client.get(events["url"])
    [chosen] = narrowed.context["active_filters"]

    assert (events["count"], events["is_chosen"]) == ("1", False)
    assert events["url"] == "/en/search/?q=zebra&kind=event"
    assert found(narrowed) == [event.slug]
    assert chosen.remove_url == "/en/search/?q=zebra"
    assert narrowed.context["clear_url"] == "/en/search/?q=zebra"
    assert '<input type="hidden" name="kind" value="event">' in content(narrowed)


def test_a_theme_that_got_another_slug_is_still_understood(client):
    theme = ThemeFactory(slug="old-name")
    event = EventFactory(title_en="Zebra meeting")
    event.themes.add(theme)
    event.save()
    theme.slug = "new-name"
    theme.save()

    assert found(page_of(client, q="zebra", theme="old-name")) == [event.slug]


def test_results_are_cut_into_pages_that_lead_to_each_other(client):
    EventFactory.create_batch(12, title_en="Zebra meeting")

    first, second = page_of(client, q="zebra"), page_of(client, q="zebra", page="2")

    assert len(set(found(first)) | set(found(second))) == 12
    assert '<link rel="next" href="/en/search/?q=zebra&amp;page=2">' in content(first)
    assert 'rel="prev"' not in content(first)
    assert '<link rel="prev" href="/en/search/?q=zebra">' in content(second)
    assert 'rel="next"' not in content(second)
    assert "Page 2 of 2" in content(second)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=zebra&colour=red", "There is no filter called “colour”."),
        ("q=zebra&after=1~1", "There is no filter called “after”."),
        ("q=zebra&q=lion", "“q” is given more than once."),
        ("q=zebra&kind=animal", "Kind of record: Select a valid choice."),
        ("q=zebra&type=party", "Type: Select a valid choice."),
        ("q=zebra&year=20", "Year: Give a year in four digits."),
        ("q=zebra&language=xx", "Language of the text: Select a valid choice."),
        ("q=zebra&theme=nowhere", "Theme: Select a valid choice."),
        ("q=zebra&theme=hidden", "Theme: Select a valid choice."),
        ("q=zebra&page=0", "Page of the results: Pages are counted from 1."),
        ("q=zebra&page=2", "There is no page 2 of the results: they have 1 page."),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_listed(client, query, told):
    ThemeFactory(slug="hidden", draft=True)
    EventFactory(title_en="Zebra meeting")

    response = client.get(f"/en/search/?{query}")

    assert response.status_code == 200
    assert told in content(response)
    assert '<article class="hit">' not in content(response)


def test_where_nothing_is_found_help_is_given(client):
    page = content(page_of(client, q="zebra", kind="event"))

    assert "Nothing was found for" in page
    assert '<a href="/en/search/?q=zebra">Look for the same words without filters</a>' in page
    assert "How to ask" in page


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_question_is_too_odd(client, language, text):
    EventFactory(title_en="Zebra meeting")

    assert page_of(client, language, q=text).status_code == 200
    assert client.get(f"/{language}/search/suggest/", {"q": text}).status_code == 200


def test_a_question_that_is_too_long_is_cut_and_says_so(client):
    page = content(page_of(client, q="zebra " * 1000))

    assert "The question is too long: only its beginning was looked for, at most 20 words." in page
    assert len(page) < 40_000


def test_everybody_gets_the_same_bytes_and_caches_may_keep_them(client, django_user_model):
    EventFactory(title_en="Zebra meeting")
    paths = ["/en/search/?q=zebra", "/en/search/suggest/?q=zebra", "/en/search/opensearch.xml"]

    before = [client.get(path) for path in paths]
    client.force_login(django_user_model.objects.create_user("staff", is_staff=True))
    client.cookies["django_language"] = "fr"
    after = [client.get(path) for path in paths]

    assert [response.content for response in before] == [response.content for response in after]
    for response in after:
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
        assert "Cookie" not in response.get("Vary", "")
        assert response.cookies == {}


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_takes_the_same_queries_for_any_number_of_hits(client, django_assert_num_queries, count):
    for _ in range(count):
        event = EventFactory(title_en="Zebra meeting", text_en="<p>About zebras.</p>")
        event.themes.add(ThemeFactory())
        event.save()

    with django_assert_num_queries(8):
        page_of(client, q="zebra")
    # How the record stands, by which what was found is kept; what is shown of it, and where the words stand.
    with django_assert_num_queries(3):
        response = page_of(client, q="zebra")

    assert len(found(response)) == count


def test_results_are_not_for_other_search_engines(client):
    assert '<meta name="robots" content="noindex">' in content(page_of(client, q="zebra"))


def test_every_page_has_a_box_that_asks_in_its_language(client):
    page = content(client.get("/fr/events/"))

    assert '<form class="search-box" action="/fr/search/" role="search"' in page
    assert 'href="/fr/search/opensearch.xml"' in page


def test_suggestions_are_titles_that_begin_as_typed(client):
    event = EventFactory(title_en="Zebra crossing in Cairo", title_ar="معبر القاهرة")
    EventFactory(title_en="Something else")

    answer = client.get("/en/search/suggest/?q=cai").json()
    [arabic] = client.get("/ar/search/suggest/", {"q": "القاه"}).json()["suggestions"]

    assert answer["status"] == "1 suggestion"
    [suggestion] = answer["suggestions"]
    assert suggestion == {
        "title": "Zebra crossing in Cairo",
        "language": "en",
        "direction": "ltr",
        "kind": suggestion["kind"],
        "url": event.get_absolute_url(),
    }
    assert (arabic["title"], arabic["direction"]) == ("معبر القاهرة", "rtl")
    assert arabic["url"] == f"/ar/events/{event.slug}/"


@pytest.mark.parametrize("count", [1, 5])
def test_suggestions_take_the_same_queries_for_any_number(client, django_assert_num_queries, count):
    for _ in range(count):
        EventFactory(title_en="Zebra meeting")

    with django_assert_num_queries(3):
        answer = client.get("/en/search/suggest/?q=zeb").json()

    assert len(answer["suggestions"]) == count


def test_nothing_typed_has_no_suggestions(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/en/search/suggest/").json()

    assert answer == {"status": "0 suggestions", "suggestions": []}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_browser_can_learn_to_ask(client, language):
    response = client.get(f"/{language}/search/opensearch.xml")
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own

    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert root.find("o:Language", names).text == language
    page = f"{settings.SITE_URL}/{language}/search/"
    assert {url.get("type"): url.get("template") for url in root.findall("o:Url", names)} == {
        "text/html": f"{page}?q={{searchTerms}}",
        "application/atom+xml": f"{page}search.atom?q={{searchTerms}}&page={{startPage?}}",
        "application/x-suggestions+json": f"{page}suggestions.json?q={{searchTerms}}",
        "application/opensearchdescription+xml": f"{page}opensearch.xml",
    }
    # As much as the standard allows, and browsers show.
    assert 0 < len(root.find("o:ShortName", names).text) <= 16


def test_a_count_that_was_capped_says_so():
    assert count_label(Answer(total=987, is_capped=True)) == "More than 987 found"
    assert count_label(Answer(total=987)) == "987 found"
