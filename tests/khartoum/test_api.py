import json
import re

import pytest
from django.conf import settings

from khartoum.api import COLLECTIONS
from khartoum.errors import server_error

SITE = "http://localhost:8000"
PROBLEM = "application/problem+json"


def test_the_index_leads_to_everything_and_says_on_which_terms(client, db):
    answer = client.get("/api/v1/").json()

    texts = ["schema", "documentation", "guide", "client"]
    assert list(answer) == ["title", "version", "licence", *texts, "changes", "snapshots", "collections"]
    assert answer["collections"] == {name: f"{SITE}/api/v1/{name}/" for name in COLLECTIONS}
    assert (answer["schema"], answer["documentation"]) == (f"{SITE}/api/v1/schema/", f"{SITE}/api/v1/docs/")
    assert answer["licence"]["name"] == "CC BY 4.0"
    assert "attribution" in answer["licence"]["notice"]
    others = (answer[name] for name in (*texts, "changes", "snapshots"))
    for address in (*answer["collections"].values(), *others):
        assert client.get(address.removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/events/no/such/", "/api/v1/events/ü/"]
)
def test_an_unknown_address_is_a_problem_too(client, db, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == PROBLEM
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such address. /api/v1/ lists those there are.",
    }


def test_an_unknown_record_is_told_apart_from_an_unknown_address(client, db):
    assert client.get("/api/v1/events/nowhere/").json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such record. The list tells those there are.",
    }


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/schema", "/api/v1/search"])
def test_an_address_without_its_last_stroke_answers_the_same(client, db, path):
    query = "?q=cairo" if path.endswith("search") else ""

    assert client.get(f"{path}{query}").status_code == 200
    assert client.get(f"{path}{query}").content == client.get(f"{path}/{query}").content


def test_a_failure_of_ours_shows_no_internals(rf):
    response = server_error(rf.get("/api/v1/events/"))

    assert response.status_code == 500
    assert response["Content-Type"] == PROBLEM
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "Something went wrong on our side, and has been noted. Try again later.",
    }


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/schema/"])
def test_index_and_schema_are_read_only_cached_and_strict(client, db, path):
    first = client.get(path)

    assert first["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.post(path).status_code == 405
    assert client.get(path, {"colour": "red"}).json()["errors"][0]["parameter"] == "colour"
    assert client.get(path, headers={"accept-language": "ar"}).content == first.content


def test_the_guide_and_the_example_client_are_given_out_and_the_description_holds_the_guide(client, db):
    guide, example = client.get("/api/v1/guide.md"), client.get("/api/v1/mirror.py")

    for response, name in ((guide, "api.md"), (example, "mirror.py")):
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
        assert response.content == (settings.BASE_DIR / "docs" / name).read_bytes()
    told = client.get("/api/v1/schema/").json()["info"]["description"]
    headings = re.findall("^## .*", guide.text, re.MULTILINE)
    assert re.findall("^## .*", told, re.MULTILINE) == headings != []
    # From wherever it is read.
    links = re.findall(r"]\((\S*)\)", told)
    assert {link for link in links if not link.startswith("https://")} == {f"{SITE}/api/v1/mirror.py"}


def test_the_guide_names_every_list():
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text().partition("## How things are written")[0]

    assert re.findall(r"^\| `([a-z-]+)/` \|", guide, re.MULTILINE) == list(COLLECTIONS)
