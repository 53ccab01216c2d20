"""Every saved state is kept with its parts, can be compared, restored and recovered."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from reversion.models import Revision

from events.models import Event, Participation
from publishing import actions, changes
from publishing.dates import PartialDate
from publishing.history import State, differences, versions_of
from publishing.models import Change, StaleRecordError
from publishing.restoring import recover, restore
from tests import factories
from tests.html_forms import agreed_to, fields_of, main_form_of
from tests.staff import signed_in

pytestmark = pytest.mark.django_db


def told(older, newer):
    return [(one.label, one.before, one.after) for one in differences(older, newer)]


@pytest.fixture
def desk():
    return signed_in(first_name="Nadia", last_name="Hassan")


def page_of(name, event, *args):
    return reverse(f"admin:events_event_{name}", args=[event.pk, *args])


def test_french_text_is_restored():
    event = factories.EventFactory(title_fr="Réunion thématique", text_fr="<p>Le texte.</p>")
    [version] = versions_of(event)
    event.title_fr, event.text_fr = "Faute", ""
    event.save()

    missing = restore(record=event, version=version)

    event = Event.objects.get()
    assert (missing, event.title_fr, event.text_fr) == ([], "Réunion thématique", "<p>Le texte.</p>")


def test_removed_participation_is_restored_with_its_number():
    part = factories.ParticipationFactory()
    event = part.event
    version = versions_of(event)[0]
    number = part.pk
    part.delete()

    restore(record=Event.objects.get(), version=version)

    assert list(Participation.objects.values_list("pk", "partner", "role")) == [
        (number, part.partner_id, "host")
    ]


def test_row_added_later_is_removed_by_restoring():
    event = factories.EventFactory()
    version = versions_of(event)[0]
    factories.SpeakerFactory(event=event)

    restore(record=Event.objects.get(), version=version)

    assert list(event.speakers.all()) == []


def test_dates_themes_and_links_are_restored():
    theme, term = factories.ThemeFactory(), factories.ChairmanshipFactory()
    event = factories.EventFactory(date=PartialDate.parse("2025"), chair_term=term)
    with changes.together():
        event.themes.set([theme])
        event.save()
    version = versions_of(event)[0]
    event.date, event.chair_term = None, None
    with changes.together():
        event.themes.clear()
        event.save()

    restore(record=event, version=version)

    event = Event.objects.get()
    assert (event.date, event.chair_term, list(event.themes.all())) == (
        PartialDate.parse("2025"),
        term,
        [theme],
    )


def test_deleted_event_is_recovered_as_a_draft_with_its_rows_and_number():
    part = factories.ParticipationFactory(event__title_fr="Réunion")
    event, number, uid = part.event, part.event.pk, part.event.uid
    version = versions_of(event)[0]
    event.delete()

    record, missing = recover(version=version)

    again = Event.objects.get()
    assert (record, missing) == (again, [])
    assert (again.pk, again.uid, again.state, again.title_fr) == (number, uid, "draft", "Réunion")
    assert list(again.participations.values_list("partner", flat=True)) == [part.partner_id]
    again.save()


def test_deleted_event_whose_address_was_taken_is_not_recovered_over_it():
    event = factories.EventFactory(slug="cairo-2025")
    version = versions_of(event)[0]
    event.delete()
    factories.EventFactory(slug="cairo-2025")

    with pytest.raises(ValidationError, match="Another record already has this address"):
        recover(version=version)

    assert Event.objects.count() == 1


def test_what_can_no_longer_return_is_named():
    part = factories.ParticipationFactory()
    version = versions_of(part.event)[0]
    partner = part.partner
    part.delete()
    partner.delete()

    missing = restore(record=Event.objects.get(), version=version)

    assert missing == ["Participation left out: its partner has been deleted."]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_restoring_neither_publishes_nor_withdraws(state):
    event = factories.EventFactory(title_en="As published")
    version = versions_of(event)[0]
    event.title_en = "Changed"
    event.save()
    if state == "withdrawn":
        actions.withdraw(record=event, reason="Wrong.")
    else:
        event.published_at = None
        event.save()
    before = (event.published_at, event.withdrawn_at, event.withdrawal_reason_en)

    restore(record=event, version=version)

    event = Event.objects.get()
    assert (event.title_en, event.state) == ("As published", state)
    assert (event.published_at, event.withdrawn_at, event.withdrawal_reason_en) == before


def test_restoring_advances_the_revision_and_tells_the_change_feed():
    event = factories.EventFactory()
    version = versions_of(event)[0]
    event.title_en = "Changed"
    event.save()
    opened = Event.objects.get()
    before = Change.objects.count()

    restore(record=event, version=version)

    assert list(Change.objects.values_list("verb", flat=True)[before:]) == ["changed"]
    with pytest.raises(StaleRecordError):
        opened.save()


def test_record_whose_rows_were_written_can_be_saved_again():
    event = factories.EventFactory()
    factories.SpeakerFactory(event=event)

    event.save()

    assert [version.field_dict["revision"] for version in versions_of(event)] == [3, 2, 1]


def test_two_states_are_told_apart_in_words():
    egypt = factories.PartnerFactory(name_en="Egypt")
    event = factories.EventFactory(title_fr="Réunion", status="planned", date=None)
    older = State.now(event)
    event.title_fr, event.status, event.date = "Réunion au Caire", "held", PartialDate.parse("2025-04")
    event.save()
    factories.ParticipationFactory(event=event, partner=egypt)

    assert told(older, State.of(versions_of(event)[0])) == [
        ("Title (French)", "Réunion", "Réunion au Caire"),
        ("Status", "planned", "held"),
        ("Date", "", "April 2025"),
        ("Participation", "", "Egypt · host · 0"),
    ]


def test_differing_words_are_marked():
    event = factories.EventFactory(title_en="Meeting on data")
    older = State.now(event)
    event.title_en = "Training on data"

    [difference] = differences(older, State.now(event))

    assert difference.segments == [("removed", "Meeting"), ("added", "Training"), ("kept", "on data")]


def test_history_names_who_saved_what(desk):
    event = factories.EventFactory()
    data = fields_of(desk.get(page_of("change", event)), "event_form")
    desk.post(page_of("change", event), {**data, "title_fr": "Réunion"})

    page = desk.get(page_of("history", event))

    rows = [
        (version.revision.user and str(version.revision.user), version.revision.get_comment())
        for version in page.context["versions"]
    ]
    assert rows == [("nadia", "Changed Title (French)."), (None, "")]
    assert "Nadia Hassan" in page.content.decode()


def test_earlier_version_is_compared_and_restored_on_the_desk(desk):
    event = factories.EventFactory(title_en="Before")
    event.title_en = "After"
    event.save()
    newer, older = versions_of(event)

    compared = desk.get(page_of("compare", event), {"older": newer.pk, "newer": older.pk})
    assert [(one.before, one.after) for one in compared.context["differences"]] == [("Before", "After")]
    asked = desk.get(page_of("restore", event, older.pk))
    assert [(one.before, one.after) for one in asked.context["differences"]] == [("After", "Before")]
    desk.post(page_of("restore", event, older.pk), main_form_of(asked))

    event.refresh_from_db()
    assert event.title_en == "Before"
    assert Revision.objects.latest("pk").user.username == "nadia"


def test_restoring_writes_over_nothing_that_was_saved_since_it_was_looked_at(desk):
    event = factories.EventFactory(title_en="Before", city_en="Cairo")
    event.title_en = "After"
    event.save()
    page = page_of("restore", event, versions_of(event)[1].pk)
    asked = desk.get(page)
    event.city_en = "Entebbe"
    event.save()

    answer = desk.post(page, main_form_of(asked))

    event.refresh_from_db()
    assert (event.title_en, event.city_en) == ("After", "Entebbe")
    assert answer.context["problems"] == [
        "Somebody has saved this record meanwhile. Look at it again, then confirm."
    ]
    assert ("Entebbe", "Cairo") in [(one.before, one.after) for one in answer.context["differences"]]
    desk.post(page, main_form_of(answer))
    event.refresh_from_db()
    assert (event.title_en, event.city_en) == ("Before", "Cairo")


def test_deleted_record_is_listed_and_recovered_on_the_desk(desk):
    event = factories.EventFactory(title_en="Deleted in error")
    agreed_to(desk, page_of("delete", event))
    listed = desk.get(reverse("admin:events_event_recover_list"))
    [version] = listed.context["deleted"]
    assert (version.object_repr, version.deletion.user.username) == ("Deleted in error", "nadia")

    desk.post(reverse("admin:events_event_recover", args=[version.pk]))

    again = Event.objects.get()
    assert (again.title_en, again.state) == ("Deleted in error", "draft")


def test_what_is_recovered_is_not_recovered_twice(desk):
    event = factories.EventFactory()
    version, revision = versions_of(event)[0], event.revision

    answer = desk.post(reverse("admin:events_event_recover", args=[version.pk]))

    event.refresh_from_db()
    assert (answer.url, event.revision) == (page_of("change", event), revision)
    assert desk.post(reverse("admin:events_event_recover", args=[version.pk + 1000])).status_code == 404


def test_restoring_is_refused_where_it_no_longer_fits(desk):
    event = factories.EventFactory(slug="first")
    event.slug = "second"
    event.save()
    older = versions_of(event)[1]
    factories.EventFactory(slug="first")

    page = desk.post(page_of("restore", event, older.pk), {"revision": event.revision})

    event.refresh_from_db()
    assert (page.status_code, event.slug) == (200, "second")
    assert page.context["problems"] == ["Another record already has this address."]


def test_version_of_another_record_is_not_restored(desk):
    event, other = factories.EventFactory(), factories.EventFactory()

    assert desk.post(page_of("restore", event, versions_of(other)[0].pk)).status_code == 404


def test_link_that_can_no_longer_return_is_named():
    term = factories.ChairmanshipFactory()
    event = factories.EventFactory(date=PartialDate.parse("2025"), chair_term=term)
    version = versions_of(event)[0]
    event.chair_term = None
    event.save()
    term.delete()

    missing = restore(record=event, version=version)

    assert missing == ["Under the chairmanship of that time has been deleted."]
    assert Event.objects.get().chair_term is None


def test_link_that_cannot_come_back_with_a_recovered_record_is_named():
    series = factories.SeriesFactory()
    event = factories.EventFactory(series=series)
    version = versions_of(event)[0]
    event.delete()
    series.delete()

    _record, missing = recover(version=version)

    assert missing == ["Series of that time has been deleted."]
