"""Two editors of one event, and an event entered from an empty form."""

import psycopg.errors
import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Participation, Speaker
from publishing.dates import PartialDate
from publishing.models import Change
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = reverse("admin:events_event_add")


@pytest.fixture
def nadia():
    return signed_in("nadia")


@pytest.fixture
def omar():
    """The other editor."""
    return signed_in("omar", first_name="Omar", last_name="Ali")


def page_of(event):
    return reverse("admin:events_event_change", args=[event.pk])


def opened(client, event):
    return fields_of(client.get(page_of(event)), "event_form")


def row(prefix, index, **values):
    return {f"{prefix}-{index}-{name}": value for name, value in values.items()}


def test_event_is_created_with_everything_that_belongs_to_it(nadia):
    egypt, theme = factories.PartnerFactory(), factories.ThemeFactory()
    data = fields_of(nadia.get(ADD), "event_form")
    data |= {
        "title_en": "2nd Ministerial Conference",
        "title_ar": "المؤتمر الوزاري الثاني",
        "slug": "cairo-2025",
        "type": "ministerial_conference",
        "date_from": "2025-04-09",
        "themes": [theme.pk],
        "joint_processes": ["rabat-process"],
        "text_en": "<p>They met.</p>",
        "text_fr": "<p></p>",
        "participations-TOTAL_FORMS": 1,
        **row("participations", 0, partner=egypt.pk, role="host", order=0),
        "speakers-TOTAL_FORMS": 1,
        **row("speakers", 0, name_en="Amina Example", function_en="Minister", order=0),
        "agenda_items-TOTAL_FORMS": 1,
        **row("agenda_items", 0, title_en="Opening", order=0, time="10:00"),
        "publishing-translationstate-content_type-object_id-TOTAL_FORMS": 1,
        **row(
            "publishing-translationstate-content_type-object_id",
            0,
            field="title",
            language="ar",
            status="unofficial",
        ),
    }

    answer = nadia.post(ADD, data)

    event = Event.objects.get()
    assert answer.status_code == 302, errors_of(answer)
    assert (event.state, str(event.date), event.text_fr) == ("draft", "9 April 2025", "")
    assert [theme] == list(event.themes.all())
    assert event.joint_processes == ["rabat-process"]
    assert list(event.participations.values_list("partner", "role")) == [(egypt.pk, "host")]
    assert list(event.speakers.values_list("name_en", flat=True)) == ["Amina Example"]
    assert list(event.agenda_items.values_list("title_en", flat=True)) == ["Opening"]
    assert list(event.translation_states.values_list("language", "status")) == [("ar", "unofficial")]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (("2018-13", ""), "“2018-13” is not in the calendar."),
        (("8 May", ""), "“8 May” names no year. Add it, as in 8 May 2018."),
        (("2018-05-08", "2018-05-07"), "The end is before the start."),
        (("2018-05-08", "2018-06"), "Give the start and the end with the same precision."),
        (("", "2018"), "Give the beginning, too: a date that is only an end is not known."),
    ],
)
def test_date_that_cannot_be_is_told_at_the_field(nadia, typed, error):
    event = factories.EventFactory()

    page = nadia.post(page_of(event), {**opened(nadia, event), "date_from": typed[0], "date_to": typed[1]})

    assert errors_of(page) == {"date": [error]}


def test_time_without_a_zone_is_told_in_the_form(nadia):
    event = factories.EventFactory()

    page = nadia.post(page_of(event), {**opened(nadia, event), "start_time": "10:00", "time_zone": ""})

    assert errors_of(page) == {"__all__": ["A time needs an exact date, a beginning and a time zone."]}


def test_same_role_twice_is_told_in_the_form(nadia):
    part = factories.ParticipationFactory()
    data = opened(nadia, part.event)
    data["participations-TOTAL_FORMS"] = ["2"]
    data |= row("participations", 1, event=part.event.pk, partner=part.partner.pk, role=part.role, order=1)

    page = nadia.post(page_of(part.event), data)

    assert page.status_code == 200
    assert Participation.objects.count() == 1


def test_one_save_of_the_form_is_one_change(nadia):
    part = factories.ParticipationFactory()
    before = Change.objects.count()
    data = {**opened(nadia, part.event), "title_en": "Renamed", "participations-0-role": "co_host"}

    nadia.post(page_of(part.event), data)

    assert list(Change.objects.values_list("kind", "verb")[before:]) == [("event", "changed")]


def test_second_editor_is_told_who_saved_what_and_loses_nothing(nadia, omar):
    event = factories.EventFactory(title_en="Meeting", city_en="Kampala")
    event.save()
    mine, theirs = opened(nadia, event), opened(omar, event)
    omar.post(page_of(event), {**theirs, "title_en": "Meeting on returns"})

    page = nadia.post(page_of(event), {**mine, "title_en": "Meeting on data", "city_en": "Entebbe"})

    event.refresh_from_db()
    assert (event.title_en, event.city_en) == ("Meeting on returns", "Kampala")
    [message] = errors_of(page)["__all__"]
    assert message.startswith("Omar Ali saved this record at ")
    told = page.context["conflict"]
    assert [(one.label, one.before, one.after) for one in told.differences] == [
        ("Title (English)", "Meeting", "Meeting on returns")
    ]
    assert told.contested == {"title_en"}
    again = fields_of(page, "event_form")
    assert (again["title_en"], again["city_en"]) == (["Meeting on data"], ["Entebbe"])


def test_second_editor_may_save_again_after_looking(nadia, omar):
    event = factories.EventFactory(title_en="Meeting")
    event.save()
    mine, theirs = opened(nadia, event), opened(omar, event)
    omar.post(
        page_of(event),
        {**theirs, "venue_en": "Palace", "type": "training", "date_from": "2020", "date_to": ""},
    )

    page = nadia.post(page_of(event), {**mine, "title_en": "Meeting on data"})
    nadia.post(page_of(event), fields_of(page, "event_form"))

    event.refresh_from_db()
    # What only the other editor had changed was taken over, so that saving again does not undo it.
    assert (event.title_en, event.venue_en, event.type) == ("Meeting on data", "Palace", "training")
    assert event.date == PartialDate.parse("2020")


def test_rows_of_both_editors_come_together(nadia, omar):
    event = factories.EventFactory()
    for order, name in enumerate("AB"):
        factories.SpeakerFactory(event=event, name_en=name, order=order)
    mine, theirs = opened(nadia, event), opened(omar, event)
    theirs |= {"speakers-0-name_en": "A changed", "speakers-1-DELETE": "on", "speakers-TOTAL_FORMS": "3"}
    theirs |= row("speakers", 2, event=event.pk, name_en="C", order=2)
    omar.post(page_of(event), theirs)

    mine["speakers-TOTAL_FORMS"] = "3"
    page = nadia.post(page_of(event), {**mine, **row("speakers", 2, event=event.pk, name_en="D", order=3)})
    answer = nadia.post(page_of(event), fields_of(page, "event_form"))

    assert answer.status_code == 302, errors_of(answer)
    assert list(Speaker.objects.values_list("name_en", flat=True)) == ["A changed", "C", "D"]


def test_row_removed_by_one_editor_and_edited_by_the_other_is_kept_as_new(nadia, omar):
    event = factories.EventFactory()
    gone = factories.SpeakerFactory(event=event, name_en="Amina")
    mine, theirs = opened(nadia, event), opened(omar, event)
    omar.post(page_of(event), {**theirs, "speakers-0-DELETE": "on"})

    page = nadia.post(page_of(event), {**mine, "speakers-0-function_en": "Minister"})
    nadia.post(page_of(event), fields_of(page, "event_form"))

    [speaker] = Speaker.objects.all()
    assert (speaker.name_en, speaker.function_en) == ("Amina", "Minister")
    assert speaker.pk != gone.pk or not Speaker.objects.filter(pk=gone.pk, function_en="").exists()


def test_form_without_its_revision_is_not_saved_blindly(nadia):
    event = factories.EventFactory(title_en="Meeting")
    data = opened(nadia, event)
    del data["opened_revision"]

    page = nadia.post(page_of(event), {**data, "title_en": "Changed"})

    event.refresh_from_db()
    assert (page.status_code, event.title_en) == (200, "Meeting")


def test_event_deleted_while_it_was_open_comes_back_as_a_new_form(nadia):
    part = factories.ParticipationFactory()
    event = part.event
    data = {**opened(nadia, event), "title_en": "Typed for an hour"}
    address = page_of(event)
    event.delete()

    page = nadia.post(address, data)
    assert errors_of(page)["__all__"][0].startswith("This record was deleted while you had it open.")
    answer = nadia.post(ADD, fields_of(page, "event_form"))

    assert answer.status_code == 302, errors_of(answer)
    again = Event.objects.get()
    assert (again.title_en, again.state) == ("Typed for an hour", "draft")
    assert list(again.participations.values_list("partner", flat=True)) == [part.partner.pk]


def test_confirmed_translation_is_up_to_date(nadia):
    event = factories.EventFactory(title_fr="Atelier")
    state = event.translation_states.create(field="title", language="fr", made_from=1, original_revision=3)
    data = opened(nadia, event)
    key = next(
        name for name in data if name.startswith("publishing-translationstate") and name.endswith("0-status")
    )

    nadia.post(page_of(event), {**data, key: "confirmed"})

    state.refresh_from_db()
    assert (state.status, state.is_out_of_date) == ("confirmed", False)


def test_state_of_the_speakers_translation_is_kept(nadia):
    event = factories.SpeakerFactory(function_fr="Ministre").event
    event.translation_states.create(field="speakers", language="fr")
    event.translation_states.create(field="title", language="fr")

    answer = nadia.post(page_of(event), {**opened(nadia, event), "title_en": "Changed"})

    assert answer.status_code == 302, errors_of(answer)
    assert sorted(event.translation_states.values_list("field", flat=True)) == ["speakers", "title"]


def test_event_that_a_document_needs_is_not_deleted(nadia):
    event = factories.EventFactory()
    factories.DocumentFactory(adopting_event=event)

    page = nadia.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"})

    assert page.status_code == 200
    assert Event.objects.get() == event


def test_documents_adopted_at_the_event_are_linked(nadia):
    event = factories.EventFactory()
    document = factories.DocumentFactory(adopting_event=event)

    page = nadia.get(page_of(event)).content.decode()

    assert reverse("admin:declarations_document_change", args=[document.pk]) in page
    assert f"{reverse('admin:declarations_document_add')}?adopting_event={event.pk}" in page


def test_event_is_not_held_before_its_first_possible_day(nadia):
    event = factories.EventFactory(status="planned")
    next_year = str(timezone.localdate().year + 1)

    page = nadia.post(
        page_of(event),
        {**opened(nadia, event), "status": "held", "date_from": next_year, "date_to": ""},
    )

    assert errors_of(page) == {
        "status": [
            f"It cannot have been held: its date, {next_year}, is still to come. "
            "Choose “planned”, or correct the date."
        ]
    }


@pytest.mark.parametrize("typed", [str, lambda day: f"{day:%Y-%m}", lambda day: f"{day:%Y}"])
def test_event_may_be_held_from_its_first_possible_day_on(nadia, typed):
    event = factories.EventFactory(status="planned")

    answer = nadia.post(
        page_of(event),
        {
            **opened(nadia, event),
            "status": "held",
            "date_from": typed(timezone.localdate()),
            "date_to": "",
        },
    )

    assert answer.status_code == 302, errors_of(answer)


def test_event_that_two_editors_save_in_a_deadlock_is_not_lost(nadia):
    event = factories.EventFactory(title_en="Meeting")
    data = {**opened(nadia, event), "title_en": "Typed for an hour"}
    refused = []

    def once_deadlocked(execute, sql, params, many, context):
        if not refused and sql.startswith('UPDATE "events_event"'):
            refused.append(sql)
            raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(once_deadlocked):
        page = nadia.post(page_of(event), data)

    assert errors_of(page) == {
        "__all__": [
            "Somebody saved something at the same moment that does not go together with this. Save again."
        ]
    }
    again = fields_of(page, "event_form")
    assert (len(refused), again["title_en"]) == (1, ["Typed for an hour"])
    assert nadia.post(page_of(event), again).status_code == 302


def test_second_editor_is_compared_with_any_state_however_old(nadia, omar):
    event = factories.EventFactory(title_en="Meeting", city_en="Kampala")
    mine = opened(nadia, event)
    omar.post(page_of(event), {**opened(omar, event), "title_en": "Meeting on returns"})
    for _number in range(101):
        Event.objects.get().save()

    page = nadia.post(page_of(event), {**mine, "city_en": "Entebbe"})

    told = page.context["conflict"]
    assert [(one.label, one.before, one.after) for one in told.differences] == [
        ("Title (English)", "Meeting", "Meeting on returns")
    ]
    again = fields_of(page, "event_form")
    assert (again["title_en"], again["city_en"]) == (["Meeting on returns"], ["Entebbe"])


def test_second_editor_whose_state_is_not_kept_sees_everything_that_differs(nadia, omar):
    theme = factories.ThemeFactory(name_en="Returns")
    speaker = factories.SpeakerFactory(name_en="Amina", event__title_en="Meeting", event__city_en="Kampala")
    event = speaker.event
    mine = opened(nadia, event)
    omar.post(
        page_of(event),
        {**opened(omar, event), "title_en": "Meeting on returns", "speakers-0-function_en": "Minister"},
    )
    del mine["opened_revision"]

    page = nadia.post(
        page_of(event),
        {**mine, "city_en": "Entebbe", "date_from": "2020", "date_to": "", "themes": [theme.pk]},
    )

    [message] = errors_of(page)["__all__"]
    assert message.startswith("Omar Ali saved this record at ")
    assert message.endswith("Choose what should stand, then save again.")
    told = page.context["conflict"]
    assert [(one.label, one.before, one.after) for one in told.differences] == [
        ("Title (English)", "Meeting", "Meeting on returns"),
        ("City (English)", "Entebbe", "Kampala"),
        ("Date", "2020", "3–4 May 2023"),
        ("Themes", "Returns", ""),
        ("Speaker “Amina”: Function (English)", "Ambassador", "Minister"),
    ]
    assert told.contested == {
        "title_en",
        "date",
        "city_en",
        "themes",
        f"speakers-{speaker.pk}-function_en",
    }
    assert told.taken_over == []
    again = fields_of(page, "event_form")
    assert (again["title_en"], again["city_en"], again["speakers-0-function_en"]) == (
        ["Meeting"],
        ["Entebbe"],
        ["Ambassador"],
    )
    event.refresh_from_db()
    assert (event.title_en, list(event.themes.all())) == ("Meeting on returns", [])


def test_second_editor_whose_state_is_not_kept_is_told_also_with_a_date_that_is_none(nadia, omar):
    event = factories.EventFactory(title_en="Meeting")
    mine = opened(nadia, event)
    omar.post(page_of(event), {**opened(omar, event), "title_en": "Meeting on returns"})

    page = nadia.post(page_of(event), {**mine, "opened_revision": "x", "date_from": "soon"})

    assert sorted(errors_of(page)) == ["__all__", "date"]
    assert page.context["conflict"].contested == {"title_en", "date"}
