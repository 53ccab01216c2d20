"""What every endpoint of the API promises, asked of each."""

import json

import pytest
from django.test import Client

from publishing.actions import withdraw
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    CompositionFactory,
    DocumentFactory,
    EventFactory,
    OrganisationFactory,
    PageFactory,
    ParticipationFactory,
    PartnerFactory,
    SeriesFactory,
    TermFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    "events": EventFactory,
    "documents": DocumentFactory,
    "members": OrganisationFactory,
    "chairmanships": ChairmanshipFactory,
    "themes": ThemeFactory,
    "series": SeriesFactory,
    "committee-compositions": CompositionFactory,
    "pages": PageFactory,
    "terms": TermFactory,
}
WITH_A_LIFE = ["events", "documents", "members", "themes", "series", "pages", "terms"]
SITE = "http://localhost:8000"
PROBLEM = "application/problem+json"


def slugs_of(response):
    return [row["slug"] for row in response.json()["results"]]


# What a list would be too long for.
ONLY_IN_DETAIL = {"events": {"summary"}, "documents": {"provisions", "provisions_status"}}


def make(kind, count):
    if kind == "chairmanships":
        partner = PartnerFactory()
        return [ChairmanshipFactory(partner=partner) for _ in range(count)]
    return FACTORIES[kind].create_batch(count)


@pytest.fixture(params=FACTORIES)
def kind(request):
    return request.param


def test_a_list_has_three_keys_and_a_detail_the_row_of_the_list(client, kind):
    [record] = make(kind, 1)

    answer = client.get(f"/api/v1/{kind}/").json()
    detail = client.get(f"/api/v1/{kind}/{record.slug}/").json()

    assert list(answer) == ["next", "previous", "results"]
    assert (answer["next"], answer["previous"]) == (None, None)
    besides = ONLY_IN_DETAIL.get(kind, set())
    assert answer["results"] == [{key: value for key, value in detail.items() if key not in besides}]
    assert detail["url"] == f"{SITE}/api/v1/{kind}/{record.slug}/"


def test_an_empty_list_is_a_list(client, kind):
    assert client.get(f"/api/v1/{kind}/").json() == {"next": None, "previous": None, "results": []}


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "withdrawn"])
@pytest.mark.parametrize("kind", WITH_A_LIFE)
def test_what_is_not_public_is_neither_listed_nor_told(client, kind, state):
    hidden = FACTORIES[kind](**{state: True})
    shown = FACTORIES[kind]()

    detail = client.get(f"/api/v1/{kind}/{hidden.slug}/")

    assert slugs_of(client.get(f"/api/v1/{kind}/")) == [shown.slug]
    assert detail.status_code == (410 if state == "withdrawn" else 404)
    assert detail["Content-Type"] == PROBLEM


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "withdrawn"])
def test_a_term_is_public_when_its_partner_is(client, state):
    hidden = ChairmanshipFactory(partner=PartnerFactory(**{state: True}))

    assert slugs_of(client.get("/api/v1/chairmanships/")) == []
    assert client.get(f"/api/v1/chairmanships/{hidden.slug}/").status_code == 404


@pytest.mark.parametrize("kind", ["chairmanships", "committee-compositions"])
def test_what_is_too_uncertain_is_not_public(client, kind):
    hidden = FACTORIES[kind](confidence="low")

    assert slugs_of(client.get(f"/api/v1/{kind}/")) == []
    assert client.get(f"/api/v1/{kind}/{hidden.slug}/").status_code == 404


@pytest.mark.parametrize("kind", WITH_A_LIFE)
def test_a_withdrawal_tells_when_and_why_in_each_language(client, kind):
    record = FACTORIES[kind](withdrawn=True, withdrawal_reason_fr="Publié par erreur.")

    response = client.get(f"/api/v1/{kind}/{record.slug}/")

    assert response.status_code == 410
    assert response.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This record was withdrawn.",
        "withdrawn_at": f"{record.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}",
        "reason": {"en": "Published in error.", "fr": "Publié par erreur.", "ar": None},
    }


def test_a_former_slug_leads_to_the_present_one(client, kind):
    [record] = make(kind, 1)
    former, record.slug = record.slug, f"{record.slug}-renamed"
    record.save()

    for query in ("", "?fields=slug,url"):
        response = client.get(f"/api/v1/{kind}/{former}/{query}")

        assert response.status_code == 301
        assert response["Location"] == f"/api/v1/{kind}/{record.slug}/{query}"


def test_a_former_slug_of_a_hidden_record_leads_nowhere(client):
    event = EventFactory(draft=True, slug="before")
    event.slug = "after"
    event.save()

    assert client.get("/api/v1/events/before/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, kind, method):
    [record] = make(kind, 1)

    for path in (f"/api/v1/{kind}/", f"/api/v1/{kind}/{record.slug}/"):
        response = getattr(client, method)(path, data="{}", content_type="application/json")

        assert response.status_code == 405
        assert response["Content-Type"] == PROBLEM
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response.json() == {
            "type": "about:blank",
            "title": "Method Not Allowed",
            "status": 405,
            "detail": "The API is for reading: use GET, HEAD or OPTIONS.",
        }


def test_head_is_a_get_without_its_body_and_options_tells_the_methods(client, kind):
    head, options = client.head(f"/api/v1/{kind}/"), client.options(f"/api/v1/{kind}/")

    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", "application/json")
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "text/csv"])
def test_another_form_than_json_is_not_to_be_had(client, accept):
    response = client.get("/api/v1/events/", headers={"accept": accept})

    assert response.status_code == 406
    assert "Accept" in response["Vary"].split(", ")
    assert response["Content-Type"] == PROBLEM
    told = "This address answers with application/json only: accept it."
    assert response.json()["detail"].startswith(told)


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_who_takes_anything_gets_json(client, accept):
    response = client.get("/api/v1/events/", headers={"accept": accept})

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_everybody_gets_the_same_bytes(client, admin_client, kind):
    [record] = make(kind, 1)
    stranger = Client(headers={"accept-language": "ar,fr;q=0.5"})
    stranger.cookies["django_language"] = "ar"

    for path in (f"/api/v1/{kind}/", f"/api/v1/{kind}/{record.slug}/", f"/api/v1/{kind}/?nothing=1"):
        answers = [asking.get(path) for asking in (client, stranger, admin_client)]

        assert len({answer.content for answer in answers}) == 1
        assert [answer.cookies.output() for answer in answers] == ["", "", ""]
        assert {"cookie", "accept-language"} & set(answers[0].get("Vary", "").lower().split(", ")) == set()


def test_answers_are_cached_as_pages_are(client, kind):
    page = client.get("/en/events/")

    for path in (f"/api/v1/{kind}/", f"/api/v1/{kind}/nowhere/", f"/api/v1/{kind}/?nothing=1"):
        assert client.get(path)["Cache-Control"] == page["Cache-Control"]


def test_what_one_has_already_is_not_sent_again(client, kind):
    [record] = make(kind, 1)
    first = client.get(f"/api/v1/{kind}/")

    again = client.get(f"/api/v1/{kind}/", headers={"if-none-match": first["ETag"]})
    record.sources = ["https://example.org/new"]
    record.save()
    changed = client.get(f"/api/v1/{kind}/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_what_staff_write_for_themselves_is_not_told(client, kind):
    [record] = make(kind, 1)
    record.editor_note, record.mirrors = "Zzsecret doubt", ["https://zzsecret.example/"]
    record.sources = ["https://example.org/source"]
    record.save()

    row = client.get(f"/api/v1/{kind}/{record.slug}/")

    assert "zzsecret" not in row.content.decode().lower()
    assert {"confidence", "editor_note", "mirrors", "revision"} & row.json().keys() == set()
    assert row.json()["sources"] == ["https://example.org/source"]


def walk(client, address, *, towards="next"):
    """The lists of slugs, page by page, in the direction given."""
    pages = []
    while address:
        answer = client.get(address.removeprefix(SITE)).json()
        pages.append([row["slug"] for row in answer["results"]])
        address = answer[towards]
    return pages


@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_pages_together_hold_each_record_once(client, kind, size):
    make(kind, 5)
    everything = slugs_of(client.get(f"/api/v1/{kind}/"))

    pages = walk(client, f"/api/v1/{kind}/?page_size={size}")

    assert [slug for page in pages for slug in page] == everything
    assert [len(page) for page in pages][:-1] == [size] * (len(pages) - 1)


def test_one_comes_back_the_way_one_went(client, kind):
    make(kind, 5)
    forth = walk(client, f"/api/v1/{kind}/?page_size=2")
    second = client.get(f"/api/v1/{kind}/?page_size=2").json()["next"]
    last = client.get(second.removeprefix(SITE)).json()["next"]

    assert walk(client, last, towards="previous") == forth[::-1]


def test_records_that_come_and_go_meanwhile_neither_repeat_nor_hide_others(client):
    old = EventFactory.create_batch(6)
    everything = slugs_of(client.get("/api/v1/events/"))
    first = client.get("/api/v1/events/?page_size=2").json()
    EventFactory(date=PartialDate.parse("2030"))
    EventFactory(date=PartialDate.parse("2001"))
    withdraw(record=old[-1], reason="Published in error.")

    second = client.get(first["next"].removeprefix(SITE)).json()

    assert [row["slug"] for row in second["results"]] == everything[2:4]


def test_addresses_of_pages_keep_the_question(client):
    EventFactory.create_batch(3, type="webinar", mode="online", country="")
    EventFactory()

    answer = client.get("/api/v1/events/?type=webinar&page_size=2").json()

    assert answer["next"].startswith(f"{SITE}/api/v1/events/?type=webinar&page_size=2&after=")
    assert len(walk(client, answer["next"])[0]) == 1


def test_a_page_holds_fifty_unless_one_asks(client):
    ThemeFactory.create_batch(51)

    assert len(client.get("/api/v1/themes/").json()["results"]) == 50
    assert len(client.get("/api/v1/themes/?page_size=51").json()["results"]) == 51


@pytest.mark.parametrize("size", ["", "0", "-1", "501", "1000000000000", "ten", "1.5", "٥", " 5"])
def test_a_page_size_out_of_bounds_is_refused(client, kind, size):
    response = client.get(f"/api/v1/{kind}/", {"page_size": size})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"parameter": "page_size", "detail": "“page_size” must be a whole number from 1 to 500."}
    ]


@pytest.mark.parametrize(
    ("kind", "cursor"),
    [("events", "x"), ("events", "1"), ("events", "1~99999999999999999999"), ("chairmanships", "first")],
)
@pytest.mark.parametrize("parameter", ["after", "before"])
def test_a_cursor_that_is_none_is_refused(client, kind, parameter, cursor):
    response = client.get(f"/api/v1/{kind}/", {parameter: cursor})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {
            "parameter": parameter,
            "detail": f"“{parameter}”: “{cursor}” is not a place in this list. Start from its first page.",
        }
    ]


def test_both_directions_at_once_are_refused(client):
    response = client.get("/api/v1/events/?after=1~1&before=1~1")

    assert response.status_code == 400
    assert response.json()["detail"] == "“after”: Give “after” or “before”, not both."


def test_an_unknown_parameter_is_named_with_those_there_are(client):
    response = client.get("/api/v1/chairmanships/?colour=red")

    detail = (
        "There is no parameter called “colour”. "
        "Known here: as_of, fields, include, ordering, after, before, page_size, modified_since."
    )
    assert response.status_code == 400
    assert response["Content-Type"] == PROBLEM
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": detail,
        "errors": [{"parameter": "colour", "detail": detail}],
    }


def test_a_detail_knows_only_what_selects_its_keys(client, kind):
    [record] = make(kind, 1)

    response = client.get(f"/api/v1/{kind}/{record.slug}/?page_size=5")

    assert response.status_code == 400
    known = {"members": "as_of, fields, include", "chairmanships": "as_of, fields, include"}
    known |= {"pages": "fields", "terms": "fields"}
    told = f"There is no parameter called “page_size”. Known here: {known.get(kind, 'fields, include')}."
    assert response.json()["detail"] == told


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("when=past&when=upcoming", "“when” is given more than once."),
        ("q=a%00b", "“q” holds a null character."),
        ("after=%00", "“after” holds a null character."),
        ("level=high", "“level”: “high” is none of its values. Known here: political, technical."),
        ("own=maybe", "“own”: “maybe” is none of its values. Known here: yes, no."),
        (
            "country=eg",
            "“country”: “eg” is none of its values. It takes: The ISO 3166-1 code of the country "
            "where it was held, in two letters. For example: EG.",
        ),
        (
            "host=nobody",
            "“host”: “nobody” is none of its values. It takes: The slug of a partner that hosted "
            "or co-hosted the event. For example: egypt.",
        ),
    ],
)
def test_a_value_that_is_not_understood_is_named(client, query, detail):
    response = client.get(f"/api/v1/events/?{query}")

    assert response.status_code == 400
    assert response.json()["detail"] == detail
    assert [error["parameter"] for error in response.json()["errors"]] == [query.partition("=")[0]]


def test_fields_narrows_an_answer_and_include_adds_to_it(client, django_assert_num_queries):
    event = EventFactory(slug="one", title_en="Legal pathways")
    ParticipationFactory(event=event, role="host")
    ParticipationFactory(event=event, partner=PartnerFactory(draft=True))

    def keys(query, path="/api/v1/events/"):
        answer = client.get(f"{path}?{query}").json()
        return list(answer["results"][0] if "results" in answer else answer)

    assert keys("fields=title,slug") == ["slug", "title"]
    assert keys("fields=title&include=participations") == ["slug", "title", "participations"]
    assert keys("fields=title,date", "/api/v1/events/one/") == ["slug", "title", "date"]
    assert keys("include=summary") == keys("", "/api/v1/events/one/")
    assert set(keys("include=summary")) - set(keys("")) == {"summary"}
    with django_assert_num_queries(2):
        row = client.get("/api/v1/events/?fields=title&include=participations,summary").json()["results"][0]
    assert [part["role"] for part in row["participations"]] == ["host"]
    assert row["summary"]["en"]


def test_what_is_not_asked_for_is_not_read(client, django_assert_max_num_queries):
    EventFactory(text_en="<p>Long.</p>")

    with django_assert_max_num_queries(2) as asked:
        client.get("/api/v1/events/?fields=slug")

    sql = " ".join(query["sql"] for query in asked.captured_queries)
    assert "text_en" not in sql
    assert "participation" not in sql


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("fields=colour,slug", "“fields”: nothing is called “colour”. Known here: slug, url, links, level,"),
        ("fields=", "“fields”: a name is missing. Known here: slug,"),
        ("ordering=", "“ordering”: there is no order called “”. Known here: slug,"),
        ("fields=,colour", "“fields”: nothing is called “colour”. Known here: slug,"),
        ("include=slug", "“include”: nothing is called “slug”. Known here: parent, topics."),
        (
            "ordering=colour",
            "“ordering”: there is no order called “colour”. "
            "Known here: slug, -slug, updated_at, -updated_at.",
        ),
        ("ordering=-slug&after=x", "“after”: “x” is not a place in this order. Start from its first page."),
        ("after=-slug~x", "“after”: “-slug~x” is not a place in this list. Start from its first page."),
    ],
)
def test_a_key_or_an_order_that_there_is_not_is_named_with_those_there_are(client, query, detail):
    response = client.get(f"/api/v1/themes/?{query}")

    assert response.status_code == 400
    assert response.json()["detail"].startswith(detail)


@pytest.mark.parametrize("name", ["-date", "date", "slug", "-slug", "updated_at", "-updated_at"])
def test_every_order_holds_each_record_once_and_its_reverse_is_the_other_way_round(client, name):
    for number in range(5):
        EventFactory(slug=f"event-{number * 7 % 5}", date=PartialDate.parse(f"201{number * 3 % 5}"))

    pages = walk(client, f"/api/v1/events/?ordering={name}&page_size=2")
    slugs = [slug for page in pages for slug in page]
    other = name.removeprefix("-") if name.startswith("-") else f"-{name}"

    assert sorted(slugs) == [f"event-{number}" for number in range(5)]
    assert slugs_of(client.get(f"/api/v1/events/?ordering={other}")) == slugs[::-1]
    if name == "slug":
        assert slugs == sorted(slugs)


def test_what_is_long_comes_with_no_more_records_than_a_page_can_bear(client):
    response = client.get("/api/v1/documents/?include=provisions&page_size=51")

    assert response.status_code == 400
    assert response.json()["detail"] == "“page_size” must be at most 50 with provisions."
    assert client.get("/api/v1/documents/?include=provisions&page_size=50").status_code == 200


def test_every_bad_part_of_a_question_is_named_at_once(client):
    response = client.get("/api/v1/events/?type=party&mode=dance&level=low")

    assert sorted(error["parameter"] for error in response.json()["errors"]) == ["level", "mode", "type"]


def test_an_empty_value_asks_for_all_as_on_the_page(client):
    event = EventFactory()

    assert slugs_of(client.get("/api/v1/events/?type=&q=&after=")) == [event.slug]


def test_texts_are_told_in_each_language_with_their_standing(client):
    theme = ThemeFactory(name_en="Return", name_fr="Retour", name_ar="")
    theme.translation_states.create(field="name", language="fr", made_from=1, original_revision=2)
    theme.translation_states.create(
        field="withdrawal_reason", language="fr", made_from=1, original_revision=2
    )

    row = client.get(f"/api/v1/themes/{theme.slug}/").json()

    assert row["name"] == {"en": "Return", "fr": "Retour", "ar": None}
    assert row["name_status"] == {"fr": "unofficial"}
    assert row["translations_out_of_date"] == {"name": ["fr"]}


def test_a_confirmed_translation_is_called_so(client):
    theme = ThemeFactory(name_fr="Retour", name_ar="العودة")
    theme.translation_states.create(field="name", language="ar", status="unofficial")
    theme.translation_states.create(field="name", language="fr", status="confirmed")

    row = client.get(f"/api/v1/themes/{theme.slug}/").json()

    assert json.dumps(row["name_status"]) == '{"fr": "confirmed", "ar": "unofficial"}'
    assert row["translations_out_of_date"] == {}


@pytest.mark.parametrize(
    ("date", "told"),
    [
        (("2018-05",), {"start": "2018-05", "end": "2018-05", "precision": "month"}),
        (("2018",), {"start": "2018", "end": "2018", "precision": "year"}),
        (("2018-05-08", "2018-05-09"), {"start": "2018-05-08", "end": "2018-05-09", "precision": "day"}),
        (("2018-11", "2019-02"), {"start": "2018-11", "end": "2019-02", "precision": "month"}),
    ],
)
def test_a_date_is_told_no_longer_than_it_is_known(client, date, told):
    event = EventFactory(date=PartialDate.parse(*date))

    assert client.get(f"/api/v1/events/{event.slug}/").json()["date"] == told


def test_an_unknown_date_is_null(client):
    event = EventFactory(date=None)

    assert client.get(f"/api/v1/events/{event.slug}/").json()["date"] is None
