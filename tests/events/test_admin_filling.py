"""Buttons inside the form of an event that fill in part of it."""

import pytest
from django.urls import reverse

from events.models import Event
from publishing.dates import PartialDate
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = reverse("admin:events_event_add")


@pytest.fixture
def nadia():
    return signed_in("nadia")


def page_of(event):
    return reverse("admin:events_event_change", args=[event.pk])


def rows(data, prefix, *names):
    count = int(data[f"{prefix}-TOTAL_FORMS"][0])
    return [tuple(data.get(f"{prefix}-{index}-{name}", [""])[0] for name in names) for index in range(count)]


def test_all_members_are_added_to_a_form_that_is_not_saved_and_nobody_twice(nadia):
    host, *others = [factories.PartnerFactory(slug=f"partner-{number}") for number in range(3)]
    for partner in (host, *others):
        factories.MembershipFactory(partner=partner)
    event = factories.ParticipationFactory(partner=host, role="host").event
    data = fields_of(nadia.get(page_of(event)), "event_form")

    page = nadia.post(page_of(event), {**data, "title_en": "Typed", "_fill": "group:members"})

    filled = fields_of(page, "event_form")
    assert rows(filled, "participations", "partner", "role") == [
        (str(host.pk), "host"),
        *((str(partner.pk), "participant") for partner in others),
    ]
    assert (filled["title_en"], errors_of(page)) == (["Typed"], {})
    assert event.participations.count() == 1
    assert [str(message) for message in page.context["messages"]] == [
        f"2 partners were added below, and are not saved yet: {others[0]}, {others[1]}."
    ]
    nadia.post(page_of(event), filled)
    assert event.participations.count() == 3


def test_group_takes_the_role_that_is_chosen_and_the_day_that_is_typed(nadia):
    partner = factories.PartnerFactory()
    factories.MembershipFactory(partner=partner, start=PartialDate.parse("2020-01-01"))
    data = {**fields_of(nadia.get(ADD), "event_form"), "_fill": "group:members", "group_role": "organiser"}

    before = fields_of(nadia.post(ADD, {**data, "date_from": "May 2019"}), "event_form")
    after = fields_of(nadia.post(ADD, {**data, "date_from": "May 2021"}), "event_form")

    assert rows(before, "participations", "partner") == []
    assert rows(after, "participations", "partner", "role") == [(str(partner.pk), "organiser")]


def test_row_marked_for_removal_does_not_keep_its_partner_out(nadia):
    part = factories.ParticipationFactory()
    factories.MembershipFactory(partner=part.partner)
    data = fields_of(nadia.get(page_of(part.event)), "event_form")

    page = nadia.post(
        page_of(part.event), {**data, "participations-0-DELETE": "on", "_fill": "group:members"}
    )

    assert len(rows(fields_of(page, "event_form"), "participations", "partner")) == 2


def test_empty_form_is_filled_in_without_complaint(nadia):
    factories.MembershipFactory()

    page = nadia.post(ADD, {**fields_of(nadia.get(ADD), "event_form"), "_fill": "group:members"})

    assert (page.status_code, errors_of(page)) == (200, {})
    assert f'action="{ADD}"' in page.content.decode()
    assert "errornote" not in page.content.decode()
    assert Event.objects.count() == 0


@pytest.mark.parametrize("asked", ["group:nobody", "party", "", "series:x", "series:999"])
def test_what_no_button_asks_for_fills_in_nothing(nadia, asked):
    data = fields_of(nadia.get(ADD), "event_form")

    page = nadia.post(ADD, {**data, "title_en": "Typed", "_fill": asked})

    filled = fields_of(page, "event_form")
    assert filled["title_en"] == ["Typed"]
    assert filled["participations-TOTAL_FORMS"] == ["0"]


def test_agenda_is_taken_from_an_e_mail(nadia):
    data = fields_of(nadia.get(ADD), "event_form")
    text = "09:30 – 10:00 Opening remarks, H.E. the Minister\n\n10:00 – 11:00 Session 1\nAny other business"

    page = nadia.post(ADD, {**data, "agenda_text": text, "agenda_language": "en", "_fill": "agenda"})

    assert rows(fields_of(page, "event_form"), "agenda_items", "time", "title_en", "order") == [
        ("09:30", "Opening remarks, H.E. the Minister", "0"),
        ("10:00", "Session 1", "1"),
        ("", "Any other business", "2"),
    ]
    assert Event.objects.count() == 0


def test_agenda_goes_into_the_language_it_is_written_in(nadia):
    event = factories.AgendaItemFactory(title_en="Opening").event
    data = fields_of(nadia.get(page_of(event)), "event_form")

    page = nadia.post(
        page_of(event), {**data, "agenda_text": "10h00 Clôture", "agenda_language": "fr", "_fill": "agenda"}
    )

    filled = fields_of(page, "event_form")
    assert rows(filled, "agenda_items", "title_en", "title_fr", "order") == [
        ("Opening", "", "0"),
        ("", "Clôture", "1"),
    ]


def test_series_of_what_was_held_back_to_back_is_proposed_and_chosen(nadia):
    series = factories.SeriesFactory(title_en="Meetings in Cairo", series_kind="back_to_back")
    factories.EventFactory(series=series, country="EG", date=PartialDate.parse("2024-04-16"))
    factories.EventFactory(
        series=factories.SeriesFactory(), country="EG", date=PartialDate.parse("2024-04-13")
    )
    factories.EventFactory(
        series=factories.SeriesFactory(), country="KE", date=PartialDate.parse("2024-04-17")
    )
    event = factories.EventFactory(country="EG", date=PartialDate.parse("2024-04-17", "2024-04-18"))

    page = nadia.get(page_of(event))
    assert page.context["series_proposed"] == [series]
    data = fields_of(page, "event_form")
    filled = nadia.post(page_of(event), {**data, "_fill": f"series:{series.pk}"})

    assert fields_of(filled, "event_form")["series"] == [str(series.pk)]
    assert filled.context["series_proposed"] == []
    event.refresh_from_db()
    assert event.series is None


def test_those_who_only_read_are_offered_nothing_to_fill_in():
    factories.MembershipFactory()
    event = factories.EventFactory()
    reader = signed_in_with("events.view_event")

    page = reader.get(page_of(event))
    answer = reader.post(page_of(event), {"_fill": "group:members"})

    assert "_fill" not in page.content.decode()
    assert answer.status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_form_takes_the_same_queries_for_any_number_of_members(nadia, count, django_assert_num_queries):
    event = factories.EventFactory()
    for _number in range(count):
        factories.MembershipFactory()
    nadia.get(page_of(event))

    with django_assert_num_queries(20):
        page = nadia.get(page_of(event))

    assert [len(group.partners) for group in page.context["partner_groups"]] == [count, count]


def test_date_that_could_mean_two_days_is_still_shown_back(nadia):
    data = {**fields_of(nadia.get(ADD), "event_form"), "date_from": "08/05/2099", "_fill": "agenda"}

    page = nadia.post(ADD, data)

    assert errors_of(page) == {
        "date": ["“08/05/2099” was read as 8 May 2099. Save again if that is right, or correct it."]
    }
    assert fields_of(page, "event_form")["date_from"] == ["2099-05-08"]
