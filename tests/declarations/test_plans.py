"""What SQLite does for the lists of documents. Its plans do not depend on how many rows there are."""

import pytest
from django.db import connection

from declarations.models import Document

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of PostgreSQL depend on the rows"),
]


def plan(rows):
    return [line.split(" ", 3)[3] for line in rows[:26].explain().splitlines()]


def test_the_list_is_read_off_an_index_and_not_sorted():
    documents = Document.objects.published().newest_first()

    assert plan(documents) == ["SCAN declarations_document USING INDEX document_newest"]
    assert plan(documents.filter(type="report")) == [
        "SEARCH declarations_document USING INDEX document_type_newest (type=?)"
    ]
    assert plan(documents.filter(nature="outcome")) == [
        "SEARCH declarations_document USING INDEX document_nature_newest (nature=?)"
    ]


def test_a_year_is_read_between_the_two_ends_it_has_in_the_index():
    assert plan(Document.objects.published().in_year(2016).newest_first()) == [
        "SEARCH declarations_document USING INDEX document_newest (sort_key>? AND sort_key<?)",
        "SCALAR SUBQUERY 1",
        "SEARCH U0 USING INDEX document_new_years (<expr>>?)",
    ]
