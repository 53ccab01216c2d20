"""The description of the API is valid, complete, the same in every language, and true."""

from hashlib import sha256

import pytest
from django.conf import settings
from django.utils import translation
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from events.filters import EventFilter
from khartoum.api import COLLECTIONS, description
from tests.factories import (
    AgendaItemFactory,
    ChairmanshipFactory,
    ChairPersonFactory,
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    DomainFactory,
    EventFactory,
    MembershipFactory,
    MilestoneFactory,
    PageFactory,
    ParticipationFactory,
    PartnerFactory,
    PictureFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    RelationFactory,
    SeatFactory,
    SeriesFactory,
    SpeakerFactory,
    StoredFileFactory,
    TermFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def schema():
    return description(settings.SITE_URL)


def test_it_is_what_the_address_answers(client, schema):
    response = client.get("/api/v1/schema/")

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json() == schema


def test_it_is_openapi_3_1(schema):
    assert schema["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(schema).iter_errors()) == []


def test_it_is_generated_without_a_warning_and_without_the_database(capsys, django_assert_num_queries):
    description.cache_clear()

    with django_assert_num_queries(0):
        description(settings.SITE_URL)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_the_same_in_every_language(schema, language):
    description.cache_clear()
    with translation.override(language):
        assert description(settings.SITE_URL) == schema


def test_it_says_on_which_terms_the_data_may_be_reused(schema):
    assert schema["info"]["license"] == {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert "attribution" in schema["info"]["description"]
    assert schema["servers"] == [{"url": f"{settings.SITE_URL}/api/v1"}]


DONE = {"200", "301", "304"}


def operations(schema):
    return {path: methods["get"] for path, methods in schema["paths"].items()}


def test_it_holds_every_address_and_only_reading(schema):
    expected = {"/", "/dictionary.csv", "/changes", "/snapshots", "/search", "/files/{sha256}"}
    for name, view in COLLECTIONS.items():
        expected |= {f"/{name}", f"/{name}.csv", f"/{name}/{{{view.lookup_field}}}"}

    assert set(schema["paths"]) == expected
    assert {method for methods in schema["paths"].values() for method in methods} == {"get"}


def _has_an_example(parameter):
    return parameter["in"] == "path" or {"example", "examples"} & {*parameter, *parameter["schema"]}


def test_every_operation_and_every_parameter_is_described_with_an_example(schema):
    silent = [
        (path, part.get("name", "operation"))
        for path, operation in operations(schema).items()
        for part in (operation, *operation.get("parameters", []))
        if not part.get("description") or not (part is operation or _has_an_example(part))
    ]

    assert silent == []


def test_every_operation_tells_its_errors_as_problems(schema):
    for path, operation in operations(schema).items():
        problems = {code: body for code, body in operation["responses"].items() if code not in DONE}
        always = {"400", "401", "406", "429", "503", "default"}
        named = {"404", "410"} if "{slug}" in path or "{id}" in path else {"404"} if "{" in path else set()

        assert set(problems) == always | named, path
        assert {media for body in problems.values() for media in body["content"]} == {
            "application/problem+json"
        }
        assert "Retry-After" in problems["429"]["headers"]


def test_it_names_the_filters_of_the_page_and_no_others(schema):
    parameters = operations(schema)["/events"]["parameters"]

    assert {parameter["name"] for parameter in parameters} == {
        *EventFilter.base_filters,
        *("fields", "include", "ordering", "after", "before", "page_size", "modified_since"),
    }


def test_an_address_in_other_letters_is_told_as_it_is_sent(client):
    event = EventFactory(sources=["https://example.org/اجتماع", "https://example.org/a%20b"])

    assert client.get(f"/api/v1/events/{event.slug}/").json()["sources"] == [
        "https://example.org/%D8%A7%D8%AC%D8%AA%D9%85%D8%A7%D8%B9",
        "https://example.org/a%20b",
    ]


@pytest.fixture
def record():
    """One of everything, with all that can hang off it."""
    domain = DomainFactory()
    topic = ThemeFactory(parent=domain, name_fr="Thème")
    topic.translation_states.create(field="name", language="fr", made_from=1, original_revision=2)
    partner = PartnerFactory()
    MembershipFactory(partner=partner, basis="signatory")
    MilestoneFactory(partner=partner)
    SeatFactory(partner=partner)
    term = ChairmanshipFactory(partner=partner)
    ChairPersonFactory(chairmanship=term)
    event = EventFactory(
        date=None,
        chair_term=term,
        series=SeriesFactory(),
        ordinal_scheme="som",
        ordinal_number=1,
        joint_processes=["rabat-process"],
        participants_count=3,
    )
    event.themes.add(topic)
    ParticipationFactory(event=event, partner=partner)
    SpeakerFactory(event=event)
    PictureFactory(event=event)
    PageFactory(slug="about")
    TermFactory()
    AgendaItemFactory(event=event)
    EventFactory(mode="online", city_en="", country="")
    document = DocumentFactory(adopting_event=event, languages_seen=["en"])
    document.themes.add(topic)
    DocumentFactory(date=None).related_events.add(event)
    RelationFactory(document=document)
    file = StoredFileFactory(content=b"The text.")
    DocumentVersionFactory(document=document, file=file)
    withdrawn = DocumentVersionFactory(document=document, file=file, language="fr", withdrawn=True)
    DocumentVersionFactory(document=withdrawn.document)
    commitment = CommitmentFactory(provision=ProvisionFactory(document=document), theme=topic)
    commitment.actors.add(partner)
    ProgressEntryFactory(commitment=commitment, event=event, document=document)


def test_what_a_file_is_is_told_as_described(client, schema, record):
    strict = closed(schema)
    body = operations(strict)["/files/{sha256}"]["responses"]["200"]

    answer = client.get(f"/api/v1/files/{sha256(b'The text.').hexdigest()}/").json()

    assert [version["status"] for version in answer["versions"]] == ["superseded", "withdrawn"]
    assert list(resolved(strict, body).iter_errors(answer)) == []


def resolved(schema, body):
    """The schema of a response with the components it refers to."""
    [media] = body["content"].values()
    return OAS31Validator({**media["schema"], "components": schema["components"]})


def closed(node):
    """Every shape in full: a key that is not described is a fault too."""
    if isinstance(node, dict):
        node = {key: closed(value) for key, value in node.items()}
        if "properties" in node and isinstance(node["properties"], dict) and "type" in node:
            node["additionalProperties"] = False
    elif isinstance(node, list):
        node = [closed(item) for item in node]
    return node


@pytest.mark.parametrize("kind", COLLECTIONS)
def test_answers_are_as_described_and_hold_nothing_else(client, schema, record, kind):
    strict = closed(schema)
    paths = operations(strict)
    answer = client.get(f"/api/v1/{kind}/").json()

    assert answer["results"] != []
    assert list(resolved(strict, paths[f"/{kind}"]["responses"]["200"]).iter_errors(answer)) == []
    narrowed = client.get(f"/api/v1/{kind}?fields=url").json()
    assert list(resolved(strict, paths[f"/{kind}"]["responses"]["200"]).iter_errors(narrowed)) == []
    for row in answer["results"]:
        path = row.get("detail_url", row["url"]).removeprefix(settings.SITE_URL)
        detail = client.get(path).json()
        body = paths[f"/{kind}/{{{COLLECTIONS[kind].lookup_field}}}"]["responses"]["200"]
        assert list(resolved(strict, body).iter_errors(detail)) == []


@pytest.mark.parametrize(
    ("path", "template", "code"),
    [
        ("/api/v1/events/?colour=red", "/events", "400"),
        ("/api/v1/events/nowhere/", "/events/{slug}", "404"),
        ("/api/v1/events/gone/", "/events/{slug}", "410"),
    ],
)
def test_problems_are_as_described(client, schema, path, template, code):
    EventFactory(slug="gone", withdrawn=True)
    response = client.get(path)
    body = operations(schema)[template]["responses"][code]

    assert response.status_code == int(code)
    assert list(resolved(schema, body).iter_errors(response.json())) == []


def test_the_index_is_as_described(client, schema):
    body = operations(schema)["/"]["responses"]["200"]

    assert list(resolved(schema, body).iter_errors(client.get("/api/v1/").json())) == []
