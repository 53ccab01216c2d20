import pytest
from django import forms
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
        (["8–9 May 2018", ""], PartialDate.parse("2018-05-08", "2018-05-09")),
        (["8", "9 mai 2018"], PartialDate.parse("2018-05-08", "2018-05-09")),
        (["٨ أيار/مايو ٢٠١٨", ""], PartialDate.parse("2018-05-08")),
        (["", ""], None),
        ([], None),
    ],
)
def test_partial_date_is_read_as_exactly_as_it_is_typed(typed, value):
    assert PartialDateFormField().clean(typed) == value


@pytest.mark.parametrize(
    "typed",
    [["soon", ""], ["8 May", ""], ["2019", "2018"], ["2018", "2018-05"], ["", "2018"], ["2018", "\0"]],
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


def test_date_that_could_mean_two_days_is_shown_back_and_saved_the_second_time():
    class Form(forms.Form):
        date = PartialDateFormField()

    first = Form({"date_from": "08/05/2018", "date_to": ""})

    assert first.errors == {
        "date": ["“08/05/2018” was read as 8 May 2018. Save again if that is right, or correct it."]
    }
    assert 'value="2018-05-08"' in str(first["date"])
    assert Form({"date_from": "2018-05-08", "date_to": ""}).is_valid()


def test_boxes_say_how_they_are_understood():
    shown = PartialDateFormField().widget.render("date", ["8 et 9 mai 2018", ""])

    assert "Understood as 8–9 May 2018" in shown


@pytest.mark.parametrize("value", [["soon", ""], ["", ""], None])
def test_boxes_that_hold_no_date_say_nothing(value):
    assert "Understood" not in PartialDateFormField().widget.render("date", value)


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        (["8 May 2018", "9 May 2018"], False),
        (["8–9 mai 2018", ""], False),
        (["8 May 2018", ""], True),
        (["", ""], True),
        (["soon", ""], True),
    ],
)
def test_another_way_of_writing_the_same_date_is_no_change(typed, changed):
    value = PartialDate.parse("2018-05-08", "2018-05-09")

    assert PartialDateFormField().has_changed(value, typed) is changed


def test_form_of_a_record_knows_its_dates_and_revision():
    form = form_for(Event, RecordForm)

    assert (form.date_names, list(form.base_fields)) == (("date",), ["opened_revision", "date"])
