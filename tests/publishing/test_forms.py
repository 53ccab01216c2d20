import pytest
from django.core.exceptions import ValidationError

from events.models import Event
from publishing.dates import PartialDate
from publishing.forms import PartialDateFormField, RecordForm, form_for


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (["2018", ""], PartialDate.parse("2018")),
        (["2018-05", ""], PartialDate.parse("2018-05")),
        ([" 2018-05-08 ", ""], PartialDate.parse("2018-05-08")),
        (["2018-05-08", "2018-05-09"], PartialDate.parse("2018-05-08", "2018-05-09")),
        (["", ""], None),
        ([], None),
    ],
)
def test_partial_date_is_read_as_exactly_as_it_is_typed(typed, value):
    assert PartialDateFormField().clean(typed) == value


@pytest.mark.parametrize(
    "typed", [["2018-5", ""], ["8.5.2018", ""], ["2019", "2018"], ["2018", "2018-05"], ["", "2018"]]
)
def test_anything_else_is_refused(typed):
    with pytest.raises(ValidationError):
        PartialDateFormField().clean(typed)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ["", ""]),
        (PartialDate.parse("2018-05"), ["2018-05", ""]),
        (PartialDate.parse("2018-05-08", "2018-05-09"), ["2018-05-08", "2018-05-09"]),
    ],
)
def test_partial_date_is_shown_as_it_would_be_typed(value, shown):
    field = PartialDateFormField()

    assert field.widget.decompress(value) == shown
    assert not field.has_changed(value, shown)


def test_form_of_a_record_knows_its_dates_and_revision():
    form = form_for(Event, RecordForm)

    assert (form.date_names, list(form.base_fields)) == (("date",), ["opened_revision", "date"])
