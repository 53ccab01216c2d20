"""What a new event takes over from the last of its type."""

from datetime import date

import pytest

from events.following import begin_after_last, begin_as_copy, with_number
from publishing.dates import PartialDate
from tests import factories

TODAY = date(2026, 5, 1)
SOM = "senior_officials_meeting"


@pytest.mark.parametrize(
    ("title", "language", "old", "new", "following"),
    [
        ("10th Senior Officials’ Meeting", "en", 10, 11, "11th Senior Officials’ Meeting"),
        ("Second Conference", "en", 2, 3, "Third Conference"),
        ("The second conference", "en", 2, 3, "The third conference"),
        ("Twelfth Meeting", "en", 12, 13, "13th Meeting"),
        ("Meeting of 110th street", "en", 10, 11, "Meeting of 110th street"),
        ("Senior Officials’ Meeting", "en", 10, 11, "Senior Officials’ Meeting"),
        ("10e réunion de hauts fonctionnaires", "fr", 10, 11, "11e réunion de hauts fonctionnaires"),
        ("1re réunion thématique", "fr", 1, 2, "2e réunion thématique"),
        ("1er groupe de travail", "fr", 1, 2, "2e groupe de travail"),
        ("2ème Conférence", "fr", 2, 3, "3e Conférence"),
        ("Deuxième Conférence", "fr", 2, 3, "Troisième Conférence"),
        ("الاجتماع العاشر لكبار المسؤولين", "ar", 10, 11, "الاجتماع الحادي عشر لكبار المسؤولين"),
        ("المؤتمر الوزاري الثاني لعملية الخرطوم", "ar", 2, 3, "المؤتمر الوزاري الثالث لعملية الخرطوم"),
        ("الدورة الثانية", "ar", 2, 3, "الدورة الثالثة"),
        ("الاجتماع الثاني عشر", "ar", 12, 13, "الاجتماع الثالث عشر"),
        ("", "ar", 2, 3, ""),
    ],
)
def test_number_in_a_title_becomes_the_next(title, language, old, new, following):
    assert with_number(title, language, old, new) == following


@pytest.fixture
def tenth(db):
    return factories.EventFactory(
        type=SOM,
        title_en="10th Senior Officials’ Meeting",
        title_fr="10e réunion de hauts fonctionnaires",
        title_ar="الاجتماع العاشر لكبار المسؤولين",
        ordinal_scheme="som",
        ordinal_number=10,
        date=PartialDate.parse("2024-04-17", "2024-04-18"),
        mode="hybrid",
        time_zone="Africa/Cairo",
        text_en="<p>They met.</p>",
        sources=["https://example.org/"],
    )


def test_next_meeting_takes_over_what_stays_and_the_next_number(tenth):
    theme = factories.ThemeFactory()
    tenth.themes.add(theme)
    term = factories.ChairmanshipFactory(start=PartialDate.parse("2025-04-09"))
    factories.EventFactory(type=SOM, scope="precursor", date=PartialDate.parse("2026-01"))

    begun = begin_after_last(SOM, today=TODAY)

    assert begun.source == tenth
    assert begun.values == {
        "type": SOM,
        "scope": "core",
        "mode": "hybrid",
        "time_zone": "Africa/Cairo",
        "joint_processes": [],
        "title_is_official": True,
        "chair_term": term.pk,
        "ordinal_scheme": "som",
        "ordinal_number": 11,
        "title_en": "11th Senior Officials’ Meeting",
        "title_fr": "11e réunion de hauts fonctionnaires",
        "title_ar": "الاجتماع الحادي عشر لكبار المسؤولين",
        "themes": [theme.pk],
    }


def test_number_is_free_even_where_the_last_meeting_is_not_the_highest(tenth):
    factories.EventFactory(
        type=SOM, ordinal_scheme="som", ordinal_number=12, date=PartialDate.parse("2020"), scope="related"
    )

    values = begin_after_last(SOM, today=TODAY).values

    assert (values["ordinal_number"], values["title_en"]) == (13, "13th Senior Officials’ Meeting")


@pytest.mark.django_db
def test_meeting_with_a_subject_of_its_own_leaves_the_title_empty():
    for year, title in [("2023", "Thematic Meeting on returns"), ("2024", "Thematic Meeting on data")]:
        factories.EventFactory(title_en=title, date=PartialDate.parse(year))

    values = begin_after_last("thematic_meeting", today=TODAY).values

    assert "title_en" not in values


@pytest.mark.django_db
def test_title_that_all_of_a_type_bear_is_kept():
    for year in ("2023", "2024"):
        factories.EventFactory(
            type="steering_committee_meeting",
            title_en="Steering Committee Meeting",
            date=PartialDate.parse(year),
        )

    values = begin_after_last("steering_committee_meeting", today=TODAY).values

    assert values["title_en"] == "Steering Committee Meeting"
    assert "ordinal_number" not in values


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "is_kept"), [("series", True), ("back_to_back", False)])
def test_series_goes_on_and_one_occasion_does_not(kind, is_kept):
    series = factories.SeriesFactory(series_kind=kind)
    factories.EventFactory(type="webinar", series=series)

    assert ("series" in begin_after_last("webinar", today=TODAY).values) is is_kept


@pytest.mark.django_db
def test_first_of_a_type_begins_with_its_type():
    begun = begin_after_last("training", today=TODAY)

    assert (begun.source, begun.values) == (None, {"type": "training", "chair_term": None})


@pytest.mark.django_db
def test_chair_of_the_next_meeting_is_the_one_who_certainly_holds_it():
    term = factories.ChairmanshipFactory(number=1, start=PartialDate.parse("2025-04-09"))
    # Nobody knows whether it has begun.
    factories.ChairmanshipFactory(number=2, start=PartialDate.parse("2026"))

    assert begin_after_last("training", today=TODAY).values["chair_term"] == term.pk


def test_copy_has_place_and_partners_and_nothing_that_only_one_event_can_have(tenth):
    part = factories.ParticipationFactory(event=tenth, role="host", order=2)

    begun = begin_as_copy(tenth)

    assert begun.rows == [{"partner": part.partner_id, "role": "host", "order": 2}]
    assert (begun.values["city_en"], begun.values["country"]) == ("Kampala", "UG")
    assert begun.values["title_en"] == "10th Senior Officials’ Meeting"
    assert {"date", "slug", "text_en", "sources", "ordinal_number", "status"} & begun.values.keys() == set()
