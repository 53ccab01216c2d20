"""PostgreSQL takes no null character in a text, where SQLite does: none may come as far as a query."""

import pytest
from django.db import connection

from declarations.filters import CommitmentFilter, DocumentFilter
from events.filters import EventFilter
from members.filters import PartnerFilter
from publishing.paging import CURSORS
from search.questions import SearchFilter

pytestmark = pytest.mark.django_db
LISTS = {
    "/en/events/": EventFilter,
    "/en/events/events.ics": EventFilter,
    "/en/documents/": DocumentFilter,
    "/en/commitments/": CommitmentFilter,
    "/en/members/": PartnerFilter,
    "/en/chairmanships/": None,
    "/en/themes/": None,
    "/en/whats-new/": None,
    "/en/search/": SearchFilter,
    "/api/v1/events/": EventFilter,
    "/api/v1/documents/": DocumentFilter,
    "/api/v1/members/": PartnerFilter,
    "/api/v1/themes/": None,
    "/api/v1/search/": SearchFilter,
}
QUESTIONS = [
    (path, name)
    for path, filters in LISTS.items()
    for name in (*(filters.base_filters if filters else ()), *CURSORS, "unknown", "nu\0ll")
]


@pytest.fixture(autouse=True)
def _no_query_has_a_null_character():
    def watched(execute, sql, params, many, context):
        assert "\0" not in repr(params).replace("\\x00", "\0"), (sql, params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watched):
        yield


@pytest.mark.parametrize(("path", "name"), QUESTIONS)
@pytest.mark.parametrize("value", ["\0", "egypt\0", "2024\0", "1~\0", "a\0b"])
def test_in_a_question(client, path, name, value):
    is_page = not path.startswith("/api/") and not path.endswith(".ics")

    assert client.get(path, {name: value}).status_code == (200 if is_page else 400)


@pytest.mark.parametrize(
    "path",
    [
        "/a%00b",
        "/%00",
        "/en/%00",
        "/en/events/a%00b/",
        "/en/events/a%00b/event.ics",
        "/en/documents/a%00b/",
        "/en/commitments/a%00b/",
        "/en/members/a%00b/",
        "/en/pages/a%00b/",
        "/api/v1/events/a%00b/",
        "/activities?a=%00",
    ],
)
def test_in_a_path(client, path):
    assert client.get(path).status_code == 404
