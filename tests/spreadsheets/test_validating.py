import datetime as dt

import pytest

from events.models import Event
from publishing.dates import PartialDate
from spreadsheets.validating import Validation
from tests import factories

pytestmark = pytest.mark.django_db

HALF_PAST_NINE = dt.time(9, 30)


def event(**values):
    return factories.EventFactory.build(slug="new", uid=None, **values)


def told(validation, record, *, exclude=()):
    errors = validation.errors_of(record, exclude={"uid", *exclude})
    return {
        name: [message for error in found for message in error.messages] for name, found in errors.items()
    }


@pytest.mark.parametrize(
    "values",
    [
        {"mode": "online", "country": "UG"},
        {"start_time": HALF_PAST_NINE, "time_zone": "Africa/Cairo", "date": PartialDate.parse("2018-05")},
        {"ordinal_scheme": "som"},
        {"ordinal_scheme": "som", "ordinal_number": 0},
    ],
)
def test_each_rule_of_the_database_is_told_as_the_model_tells_it(values):
    validation = Validation()
    assert told(validation, event()) == {}

    assert told(validation, event(**values)) != {}
    # Asked again, the answer is the same.
    assert told(validation, event(**values)) != {}
    assert told(validation, event()) == {}


def test_rule_that_was_not_asked_for_is_not_taken_as_met():
    validation = Validation()
    record = event(start_time=HALF_PAST_NINE, time_zone="Africa/Cairo", date=None)
    dates = {"date_earliest", "date_latest", "date_precision"}

    assert told(validation, record, exclude=dates) == {}
    assert list(told(validation, record)) == ["__all__"]


def test_number_that_another_event_has_is_refused_each_time():
    factories.EventFactory(ordinal_scheme="som", ordinal_number=3)
    validation = Validation()

    for _again in range(2):
        assert told(validation, event(ordinal_scheme="som", ordinal_number=3)) == {
            "__all__": ["Another event already has this number."]
        }
        assert told(validation, event(ordinal_scheme="som", ordinal_number=4)) == {}


def test_rows_that_are_alike_ask_the_database_once(django_assert_max_num_queries):
    validation = Validation()
    told(validation, event())

    # The address and the number are asked for each time, the rules that name only fields are not.
    with django_assert_max_num_queries(4):
        told(validation, event(title_en="Another"))
    assert Event.objects.count() == 0
