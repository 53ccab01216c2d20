"""The small timeline of a partner."""

from html import unescape

import pytest
from django.utils import translation

from members.plotting import standing_of, timeline_of
from publishing.dates import PartialDate
from tests.factories import ChairmanshipFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def on(text):
    return text and PartialDate.parse(text)


@pytest.mark.parametrize(
    ("dates", "told", "is_inexact"),
    [
        ({"start": "2014-11-28"}, "since 28 November 2014", False),
        (
            {"start": "2014-11-28", "end": "2020-01-31"},
            "since 28 November 2014, until 31 January 2020",
            False,
        ),
        ({"start": "2014-11-28", "end": "2020"}, "since 28 November 2014, until 2020", True),
        ({"start": None, "attested": "2019"}, "first named as one: 2019", True),
        (
            {"start": None, "attested": "2019-05-08", "unlisted": "2024-04"},
            "first named as one: 8 May 2019, no longer on the lists: April 2024",
            True,
        ),
        ({"unlisted": "2024-04"}, "since 28 November 2014, no longer on the lists: April 2024", True),
    ],
)
def test_a_standing_is_told_no_more_exactly_than_it_is_known(dates, told, is_inexact):
    membership = MembershipFactory(**{name: on(day) for name, day in dates.items()})

    ((band,),) = [lane.bands for lane in standing_of([membership])]

    assert (band.title, band.is_inexact) == (f"Member: {told}", is_inexact)


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr", "Membre : depuis le 28 novembre 2014"), ("ar", "عضو: منذ 28 نوفمبر 2014")],
)
def test_a_standing_is_told_in_every_language(language, title):
    membership = MembershipFactory(start=PartialDate.parse("2014-11-28"))

    with translation.override(language):
        ((band,),) = [lane.bands for lane in standing_of([membership])]

    assert unescape(band.title).replace("\N{NARROW NO-BREAK SPACE}", " ") == title


def test_a_term_that_begins_in_a_later_year_has_room_on_the_scale(monkeypatch):
    monkeypatch.setattr("members.plotting.timeline", lambda lanes, scale, **_given: scale)
    terms = [
        ChairmanshipFactory(start=PartialDate.parse("2016-04-17"), end=PartialDate.parse("2017-04-09")),
        ChairmanshipFactory(start=PartialDate.parse("2199-04-09")),
    ]

    scale = timeline_of([], terms, [])

    assert (scale.first_year, scale.last_year) == (2016, 2199)
