"""What stands in the way of a deletion is said on the page that asks, not after it."""

import pytest
from django.urls import reverse
from reversion.models import Version

from accounts.roles import PUBLISHER
from desk.models import ListedTranslation
from events.models import Event, Theme
from tests import factories
from tests.html_forms import fields_of, main_form_of
from tests.publishing.pending_desk import prepared, told
from tests.staff import client_of, person_with, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in()


@pytest.fixture
def theme():
    """A theme that one event names."""
    theme = factories.ThemeFactory()
    factories.EventFactory(title_en="Meeting on returns", slug="returns").themes.add(theme)
    return theme


def link_to(event):
    address = reverse("admin:events_event_change", args=[event.pk])
    return f'Event: <a href="{address}">Meeting on returns</a>'


def test_page_names_the_records_that_name_it_in_a_list(desk, theme):
    page = desk.get(reverse("admin:events_theme_delete", args=[theme.pk]))

    assert page.context["protected"] == [link_to(theme.events.get())]


def test_page_for_several_names_them_and_deletes_none(desk, theme):
    other = factories.ThemeFactory()
    data = {"action": "delete_selected", "_selected_action": [theme.pk, other.pk], "post": "yes"}

    page = desk.post(reverse("admin:events_theme_changelist"), data)

    assert page.context["protected"] == [link_to(theme.events.get())]
    assert set(Theme.objects.all()) == {theme, other}


def test_page_for_several_asks_like_the_other_steps_and_says_what_goes_with_them(desk):
    event = factories.EventFactory(title_en="Meeting on returns")
    factories.SpeakerFactory(event=event, name_en="Amina Example")
    pending = prepared(desk, event, title_en="Conference")
    data = {"action": "delete_selected", "_selected_action": [event.pk]}

    page = desk.post(reverse("admin:events_event_changelist"), data)
    shown = page.content.decode()
    desk.post(reverse("admin:events_event_changelist"), fields_of(page, None))

    assert [words for words in ("Amina Example", "Prepared edit of nadia") if words not in shown] == []
    pending.refresh_from_db()
    assert (Event.objects.count(), pending.outcome) == (0, "discarded")


# What a record of each kind has below it: name of the relation → how one is made
BELOW = {
    factories.DocumentFactory: {
        "provisions": lambda one: factories.ProvisionFactory(document=one),
        "relations": lambda one: factories.RelationFactory(document=one),
        "versions": lambda one: factories.DocumentVersionFactory(document=one, draft=True, note_en="A scan."),
    },
    factories.EventFactory: {
        "participations": lambda one: factories.ParticipationFactory(event=one),
        "speakers": lambda one: factories.SpeakerFactory(event=one),
        "agenda_items": lambda one: factories.AgendaItemFactory(event=one),
        "pictures": lambda one: factories.PictureFactory(event=one, draft=True),
    },
    factories.CommitmentFactory: {
        "entries": lambda one: factories.ProgressEntryFactory(commitment=one, draft=True),
    },
    factories.PartnerFactory: {
        "memberships": lambda one: factories.MembershipFactory(partner=one),
        "milestones": lambda one: factories.MilestoneFactory(partner=one),
    },
    factories.ChairmanshipFactory: {
        "people": lambda one: factories.ChairPersonFactory(chairmanship=one),
    },
    factories.CompositionFactory: {
        "seats": lambda one: factories.SeatFactory(composition=one),
    },
}


def page_of(record, name, *more):
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[*more])


@pytest.mark.parametrize("factory", BELOW, ids=lambda factory: factory._meta.model.__name__)
def test_publisher_deletes_a_record_with_all_below_it_and_recovers_it(factory):
    record = factory()
    rows = {relation: make(record) for relation, make in BELOW[factory].items()}
    record.save()
    model, kept = type(record), {relation: [row.pk] for relation, row in rows.items()}
    desk = client_of(person_with(PUBLISHER))
    address = page_of(record, "delete", record.pk)

    asked = desk.get(address)
    desk.post(address, main_form_of(asked))

    assert (list(asked.context["perms_lacking"]), asked.context["protected"]) == ([], [])
    assert [row for row in [record, *rows.values()] if type(row)._base_manager.filter(pk=row.pk)] == []
    left = set(ListedTranslation.objects.values_list("content_type__model", "object_id"))
    assert left & {(row._meta.model_name, row.pk) for row in [record, *rows.values()]} == set()

    version = Version.objects.get_deleted(model).latest("pk")
    desk.post(page_of(record, "recover", version.pk))

    again = model._base_manager.get(pk=record.pk)
    assert {name: [row.pk for row in getattr(again, name).all()] for name in kept} == kept


def test_page_says_what_stays_and_that_the_record_can_be_withdrawn():
    seen = factories.DocumentVersionFactory()
    commitment = factories.CommitmentFactory(provision=factories.ProvisionFactory(document=seen.document))
    desk = client_of(person_with(PUBLISHER))
    address = page_of(seen.document, "delete", seen.document_id)

    page = desk.get(address)
    answer = desk.post(address, {"post": "yes"})

    assert (page.status_code, answer.status_code) == (200, 200)
    assert list(page.context["perms_lacking"]) == []
    links = [f'href="{page_of(row, "change", row.pk)}"' for row in (seen, commitment)]
    assert [any(link in told for told in page.context["protected"]) for link in links] == [True, True]
    assert page_of(seen.document, "withdraw", seen.document_id) in page.content.decode()
    assert type(seen.document).objects.get() == seen.document


MEANWHILE = "{}: somebody has saved it meanwhile. Look at it again."


def saves_it(event):
    event.city_en = "Entebbe"
    event.save()


def adds_a_picture(event):
    factories.PictureFactory(event=event, draft=True)


def mends_a_picture(event):
    event.pictures.get().save()


def prepares_an_edit(event):
    prepared(signed_in("omar"), event, title_en="Conference")


def prepares_an_edit_of_a_picture(event):
    prepared(signed_in("omar"), event.pictures.get(), alt_en="Ministers at a table")


CHANGES = [saves_it, adds_a_picture, mends_a_picture, prepares_an_edit, prepares_an_edit_of_a_picture]


@pytest.mark.parametrize("meanwhile", CHANGES)
class TestWhatAColleagueSavesWhileThePageAsks:
    """Nobody has seen it there: the page asks again."""

    @pytest.fixture
    def event(self):
        event = factories.EventFactory(title_en="Meeting on returns")
        factories.PictureFactory(event=event, draft=True)
        return Event.objects.get()

    def test_is_not_deleted_unseen(self, desk, event, meanwhile):
        address = page_of(event, "delete", event.pk)
        asked = desk.get(address)
        meanwhile(event)

        again = desk.post(address, main_form_of(asked))

        assert (again.status_code, Event.objects.count()) == (200, 1)
        assert told(again) == [("error", MEANWHILE.format("Meeting on returns"))]
        assert desk.post(address, main_form_of(again)).status_code == 302
        assert not Event.objects.exists()

    def test_is_not_deleted_unseen_among_several(self, desk, event, meanwhile):
        other = factories.EventFactory(title_en="Another")
        address = page_of(event, "changelist")
        data = {"action": "delete_selected", "_selected_action": [event.pk, other.pk]}
        asked = desk.post(address, data)
        meanwhile(event)

        again = desk.post(address, main_form_of(asked))

        assert (again.status_code, Event.objects.count()) == (200, 2)
        assert told(again) == [("error", MEANWHILE.format("Meeting on returns"))]
        desk.post(address, main_form_of(again))
        assert not Event.objects.exists()


def test_page_says_that_prepared_edits_of_what_goes_with_it_are_lost(desk):
    picture = factories.PictureFactory(draft=True)
    prepares_an_edit_of_a_picture(picture.event)
    several = {"action": "delete_selected", "_selected_action": [picture.event_id]}

    pages = [
        desk.get(page_of(picture.event, "delete", picture.event_id)),
        desk.post(page_of(picture.event, "changelist"), several),
    ]

    assert ["Prepared edit of omar" in page.content.decode() for page in pages] == [True, True]


def test_nothing_is_deleted_that_no_page_has_asked_about(desk):
    event = factories.EventFactory()
    several = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}

    desk.post(page_of(event, "delete", event.pk), {"post": "yes"})
    desk.post(page_of(event, "changelist"), several)

    assert Event.objects.get() == event
