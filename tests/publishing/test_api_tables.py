"""Lists of the API as CSV: the same question, every row, and a dictionary of every column."""

import csv
import io
import json

import pytest

from khartoum.api import COLLECTIONS
from publishing import api_tables
from publishing.shapes import Shape
from publishing.tables import columns_of_shape
from tests.factories import (
    DocumentFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    ProvisionFactory,
)

pytestmark = pytest.mark.django_db


def table(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    content = b"".join(response) if response.streaming else response.content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_holds_every_row_of_its_list_and_nothing_else(client, monkeypatch):
    monkeypatch.setattr(api_tables, "ROWS_AT_ONCE", 2)
    event = EventFactory(slug="one", title_en="=HYPERLINK(1)", title_ar="اجتماع", participants_count=90)
    ParticipationFactory(event=event, partner=PartnerFactory(slug="egypt"), role="host")
    EventFactory.create_batch(4)
    for state in ("draft", "scheduled", "withdrawn"):
        EventFactory(**{state: True})

    rows = table(client, "events.csv")
    listed = client.get("/api/v1/events/").json()["results"]

    assert [row["slug"] for row in rows] == [row["slug"] for row in listed]
    [row] = [row for row in rows if row["slug"] == "one"]
    assert (row["title.en"], row["title.fr"], row["title.ar"]) == ("'=HYPERLINK(1)", "", "اجتماع")
    assert (row["participants.count"], row["title_is_official"], row["series.slug"]) == ("90", "true", "")
    assert json.loads(row["participations"])[0]["partner"]["slug"] == "egypt"
    assert "summary.en" not in row


def test_a_table_answers_the_same_question_as_the_list(client):
    EventFactory(type="webinar", mode="online", country="", slug="a-webinar")
    EventFactory(type="training", slug="b-training")
    EventFactory()

    rows = table(
        client, "events.csv?type=webinar&type=training&fields=type,date&include=summary&ordering=-slug"
    )

    assert [row["slug"] for row in rows] == ["b-training", "a-webinar"]
    assert list(rows[0])[:5] == ["slug", "type", "date.start", "date.end", "date.precision"]
    assert rows[0]["summary.en"]
    for query in ("page_size=5", "after=1~1", "type=party", "ordering=colour", "fields=colour"):
        assert client.get(f"/api/v1/events.csv?{query}").status_code == 400
    for path in ("events.csv", "dictionary.csv"):
        assert client.options(f"/api/v1/{path}").status_code == 204
    refused = client.get("/api/v1/events.csv", headers={"accept": "application/json"})
    assert refused.status_code == 406
    assert refused.json()["detail"].startswith("This address answers with text/csv only: accept it.")


@pytest.mark.parametrize("query", ["", "?mode=in_person"])
def test_a_table_is_known_by_how_the_record_stood_before_it_was_read(client, monkeypatch, query):
    event = EventFactory(title_en="Before")
    read = Shape.read

    def read_just_before_a_change(shape, keys):
        found = read(shape, keys)
        event.title_en += "."
        event.save()
        return found

    monkeypatch.setattr(Shape, "read", read_just_before_a_change)
    first = client.get(f"/api/v1/events.csv{query}")
    assert b"Before," in b"".join(first)
    second = client.get(f"/api/v1/events.csv{query}", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second["ETag"] != first["ETag"]) == (200, True)


def test_every_list_is_a_table_whose_columns_the_dictionary_explains(client, django_assert_max_num_queries):
    document = DocumentFactory()
    ProvisionFactory(document=document)
    explained = table(client, "dictionary.csv")

    assert all(row["meaning"].strip(". ") and row["kind"] for row in explained)
    # Not by its own name again.
    names = {row["column"]: row["column"].rpartition(".")[2].replace("_", " ") for row in explained}
    assert [
        row["column"] for row in explained if row["meaning"].endswith(f"{names[row['column']].capitalize()}.")
    ] == []
    for name, view in COLLECTIONS.items():
        columns = [row["column"] for row in explained if row["list"] == name]
        assert len(set(columns)) == len(columns)
        table(client, f"{name}.csv")
        everything = view.serializer_class()
        assert columns == [column.name for column in columns_of_shape(everything, everything.fields)]
    keys = {path for row in explained for path in [row["column"].split(".")[0]] if row["list"] == "events"}
    event = client.get(f"/api/v1/events/{EventFactory().slug}/").json()
    assert keys == set(event)
    with django_assert_max_num_queries(4):
        assert "provisions" in table(client, "documents.csv?include=provisions")[0]
