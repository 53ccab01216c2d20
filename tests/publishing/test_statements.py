"""Statements that are asked again: what never changes is part of the text from the second time on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from publishing.dates import PartialDate
from publishing.statements import KeptStatement
from publishing.together import Together
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

ODD = "100 % of O'Hara's \\ \"%s\" %(slug)s é"


def test_the_second_answer_is_the_first():
    odd = EventFactory(title_en=ODD, date=PartialDate.parse("2016-05-03"))
    EventFactory(title_en="100 x of O'Hara's", date=PartialDate.parse("2016-05-03"))
    page = Together(
        lambda slug: {
            "odd": Event.objects.filter(title_en=ODD, slug=slug),
            "part": Event.objects.filter(title_en__contains="% of O'", date_earliest__lt="2017-01-01"),
            "either": Event.objects.filter(pk__in=[odd.pk, 0]),
        }
    )

    for _time in range(3):
        assert page.ask(slug=odd.slug) == {"odd": [odd], "part": [odd], "either": [odd]}
        assert page.ask(slug="' OR 1=1 --%s")["odd"] == []


@pytest.mark.postgresql
def test_a_driver_is_given_only_what_changes(monkeypatch):
    given = []
    statement = KeptStatement("SELECT %s, '%%', %s::int", [(None, "a % b"), ("number", 0)])
    fill = statement._filled
    monkeypatch.setattr(statement, "_filled", lambda *asked: given.append(fill(*asked)) or given[-1])

    assert [statement.rows({"number": number}) for number in (1, 2)] == [
        [("a % b", "%", 1)],
        [("a % b", "%", 2)],
    ]
    assert given[1] == ("SELECT 'a %% b', '%%', %(number)s::int", {"number": 2})
    with CaptureQueriesContext(connection) as asked:
        statement.rows({"number": 3})
    assert asked[0]["sql"] == "SELECT 'a % b', '%', 3::int"
