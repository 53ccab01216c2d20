"""What somebody sends after their session has ended comes back when they have signed in again."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from accounts.models import KeptForm, User
from accounts.sessions import SEEN_AT
from events.models import Event, Speaker
from khartoum import kept_forms
from publishing.models import OldAddress, PendingChange, Remark
from publishing.restoring import recover
from tests import factories
from tests.html_forms import errors_of, fields_of, main_form_of
from tests.publishing.pending_desk import confirmed, prepared
from tests.staff import client_of, person_with, signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = reverse("admin:events_event_add")
NOTICE = "Nothing has been saved yet."


@pytest.fixture
def nadia():
    return signed_in("nadia")


def page_of(event, name="change", *more):
    return reverse(f"admin:events_event_{name}", args=[event.pk, *more])


def listed(value):
    return value if isinstance(value, list) else [value]


def run_out(client):
    """As if nothing had been asked for three hours."""
    session = client.session
    session[SEEN_AT] = 0
    session.save()


def sign_in_again(client, answer):
    """Where signing in leads to, as the page for it says."""
    client.force_login(User.objects.get(username="nadia"))
    target = QueryDict(answer.url.partition("?")[2])["next"]
    return client.get(target), target


def sent_too_late(client, address, data):
    run_out(client)
    answer = client.post(address, data)
    assert (answer.status_code, "next=" in answer.url) == (302, True)
    return sign_in_again(client, answer)


@pytest.fixture
def event():
    event = factories.EventFactory(title_en="Meeting", published_at=None)
    factories.SpeakerFactory(event=event, name_en="Amina")
    return Event.objects.get()


def test_form_comes_back_filled_with_its_rows_and_is_not_saved(nadia, event):
    data = fields_of(nadia.get(page_of(event)), "event_form")
    data |= {
        "title_en": "Typed for an hour",
        "title_ar": "كتب ساعة",
        "text_fr": "<p>Une heure de travail.</p>",
        "speakers-TOTAL_FORMS": "2",
        "speakers-0-function_en": "Minister",
        "speakers-1-name_en": "Sara",
        "speakers-1-order": "1",
    }

    page, target = sent_too_late(nadia, page_of(event), data)

    assert NOTICE in page.content.decode()
    shown = fields_of(page, "event_form")
    assert {name for name in data if shown.get(name) != listed(data[name])} == {"csrfmiddlewaretoken"}
    event.refresh_from_db()
    assert (event.title_en, Speaker.objects.count()) == ("Meeting", 1)

    saved = nadia.post(target, shown)

    event.refresh_from_db()
    assert saved.status_code == 302, errors_of(saved)
    assert (event.title_en, event.title_ar, Speaker.objects.count()) == ("Typed for an hour", "كتب ساعة", 2)
    assert KeptForm.objects.count() == 0


def test_form_of_a_new_record_comes_back(nadia):
    data = fields_of(nadia.get(ADD), "event_form") | {"title_en": "New", "slug": "new"}

    page, target = sent_too_late(nadia, ADD, data)

    assert (fields_of(page, "event_form")["title_en"], Event.objects.count()) == (["New"], 0)
    data = fields_of(page, "event_form") | {"type": "training"}
    answer = nadia.post(target, data)
    assert answer.status_code == 302, errors_of(answer)
    assert Event.objects.get().title_en == "New"


def test_form_that_does_not_fit_any_more_is_merged_as_ever(nadia, event):
    data = fields_of(nadia.get(page_of(event)), "event_form") | {"title_en": "Mine"}
    event.title_en, event.city_en = "Theirs", "Entebbe"
    event.save()

    page, _target = sent_too_late(nadia, page_of(event), data)

    assert page.context["conflict"].contested == {"title_en"}
    shown = fields_of(page, "event_form")
    assert (shown["title_en"], shown["city_en"]) == (["Mine"], ["Entebbe"])


def test_reason_of_a_withdrawal_comes_back(nadia):
    event = factories.EventFactory()
    address = page_of(event, "withdraw")

    page, target = sent_too_late(nadia, address, {"revision": event.revision, "reason_en": "Wrong day."})

    assert page.context["form"]["reason_en"].value() == "Wrong day."
    event.refresh_from_db()
    assert (NOTICE in page.content.decode(), event.state) == (True, "published")
    nadia.post(target, {"revision": event.revision, "reason_en": "Wrong day."})
    event.refresh_from_db()
    assert event.state == "withdrawn"


def test_remark_comes_back(nadia, event):
    page, _target = sent_too_late(nadia, page_of(event, "remarks"), {"text": "Say who chaired."})

    assert page.context["form"]["text"].value() == "Say who chaired."
    assert Remark.objects.count() == 0


def test_provisions_come_back(nadia):
    provision = factories.ProvisionFactory()
    address = reverse("admin:declarations_document_provisions", args=[provision.document_id])
    data = fields_of(nadia.get(address), "document_form") | {"provisions-0-text_fr": "Une heure."}

    page, target = sent_too_late(nadia, address, data)

    shown = fields_of(page, "document_form")
    assert shown["provisions-0-text_fr"] == ["Une heure."]
    nadia.post(target, shown)
    provision.refresh_from_db()
    assert provision.text_fr == "Une heure."


def test_edit_of_who_may_not_publish_is_not_prepared_before_they_say_so(event):
    published = factories.EventFactory(title_en="Public")
    amal = signed_in_with("events.view_event", "events.change_event", username="nadia")
    data = fields_of(amal.get(page_of(published)), "event_form") | {"title_en": "Mine"}

    page, target = sent_too_late(amal, page_of(published), data)

    assert (fields_of(page, "event_form")["title_en"], PendingChange.objects.count()) == (["Mine"], 0)
    amal.post(target, fields_of(page, "event_form"))
    assert PendingChange.objects.get().data["title_en"] == ["Mine"]


class TestFormThatAmendsAPreparedEdit:
    """It goes on amending that one, once its author is back."""

    @pytest.mark.parametrize(
        ("page", "form", "typed"),
        [
            (("change",), "event_form", {"title_en": "After an hour"}),
            (("translate", "fr"), "translate_form", {"title_fr": "Après une heure"}),
        ],
    )
    def test_it_is_the_same_edit_that_is_amended(self, nadia, page, form, typed):
        event = factories.EventFactory(title_en="Public", title_fr=None)
        address = page_of(event, *page)
        data = fields_of(nadia.get(address), form)
        nadia.post(address, {**data, **dict.fromkeys(typed, "First"), "_prepare": "1"})
        pending = PendingChange.objects.get()
        amend = fields_of(nadia.get(page_of(event, "prepared_amend", pending.pk)), form)

        shown, target = sent_too_late(nadia, address, {**amend, **typed, "_save": "1"})
        nadia.post(target, {**fields_of(shown, form), "_save": "1"})

        assert list(PendingChange.objects.all()) == [pending]
        pending.refresh_from_db()
        assert {name: pending.data[name] for name in typed} == {name: [typed[name]] for name in typed}
        assert not Event.objects.filter(**typed).exists()

    def test_edit_that_was_released_meanwhile_is_not_written_over_and_neither_is_the_public_text(self, nadia):
        event = factories.EventFactory(title_en="Public")
        omar = signed_in("omar")
        pending = prepared(omar, event, title_en="First")
        amend = fields_of(nadia.get(page_of(event, "prepared_amend", pending.pk)), "event_form")
        confirmed(omar, event, pending, "release")

        shown, target = sent_too_late(nadia, page_of(event), {**amend, "title_en": "After an hour"})
        nadia.post(target, {**fields_of(shown, "event_form"), "_save": "1"})

        own = PendingChange.objects.open().get()
        assert (own.author.username, own.data["title_en"]) == ("nadia", ["After an hour"])
        event.refresh_from_db()
        assert event.title_en == "First"


def test_page_that_cannot_show_itself_filled_offers_to_send_it_again(nadia):
    address = reverse("admin:publishing_oldaddress_add")
    data = {"path": "/old/", "kind": "", "target": "events:list"}

    page, target = sent_too_late(nadia, address, data)

    text = page.content.decode()
    assert ("What you typed is kept" in text, 'name="path" value="/old/"' in text) == (True, True)
    nadia.post(target, data)
    assert KeptForm.objects.count() == 0


def test_address_that_shows_nothing_offers_to_send_it_again(nadia, event):
    data = fields_of(nadia.get(page_of(event)), "event_form") | {"title_en": "Typed for an hour"}

    page, target = sent_too_late(nadia, page_of(event, "preview_typed"), data)

    assert (page.status_code, "What you typed is kept" in page.content.decode()) == (200, True)
    # There is no page behind the form to be led to.
    assert page.context_data["without"] == reverse("admin:index")
    assert KeptForm.objects.count() == 1
    assert "Typed for an hour" in nadia.post(target, data).content.decode()


def test_what_is_not_there_any_more_shows_what_was_typed_and_offers_nothing(nadia, event):
    address = page_of(event, "remarks")
    event.delete()

    page, _target = sent_too_late(nadia, address, {"text": "Typed for an hour"})

    text = page.content.decode()
    assert (page.status_code, "Typed for an hour" in text, "Send it again" in text) == (404, True, False)


NOT_THERE = "What you sent this for is not there any more: a colleague has deleted it."


class TestRecordThatIsDeletedWhileItIsOpen:
    """What was typed is kept, and shown where its form would be."""

    def assert_it_is_kept(self, client, answer, text):
        assert answer.status_code == 302
        page = client.get(answer.url)
        shown = page.content.decode()
        assert (page.status_code, NOT_THERE in shown, text in shown) == (404, True, True)
        assert "Nothing has been saved yet." not in shown
        assert KeptForm.objects.count() == 1

    def test_its_provisions(self, nadia):
        provision = factories.ProvisionFactory()
        address = reverse("admin:declarations_document_provisions", args=[provision.document_id])
        data = fields_of(nadia.get(address), "document_form") | {"provisions-0-text_fr": "Une heure."}
        provision.document.delete()

        answer = nadia.post(address, data)

        self.assert_it_is_kept(nadia, answer, "Une heure.")
        # Sent once more, it is kept as it is now.
        again = nadia.post(answer.url, {**data, "provisions-0-text_fr": "Deux heures."})
        self.assert_it_is_kept(nadia, again, "Deux heures.")

    def test_its_translation(self, nadia, event):
        address = page_of(event, "translate", "fr")
        data = fields_of(nadia.get(address), "translate_form") | {"title_fr": "Après une heure"}
        event.delete()

        self.assert_it_is_kept(nadia, nadia.post(address, data), "Après une heure")

    def test_a_remark_about_it(self, nadia, event):
        event_page = page_of(event, "remarks")
        event.delete()

        answer = nadia.post(event_page, {"text": "Say who chaired."})

        self.assert_it_is_kept(nadia, answer, "Say who chaired.")

    def test_its_form_for_whoever_adds_none(self, event):
        amal = signed_in_with("events.view_event", "events.change_event")
        data = fields_of(amal.get(page_of(event)), "event_form") | {"title_en": "Typed for an hour"}
        event.delete()

        self.assert_it_is_kept(amal, amal.post(page_of(event), data), "Typed for an hour")

    def test_a_row_that_is_no_record(self, nadia):
        row = OldAddress.objects.create(path="/earlier/", target="events:list")
        address = reverse("admin:publishing_oldaddress_change", args=[row.pk])
        data = main_form_of(nadia.get(address)) | {"path": "/typed/"}
        row.delete()

        self.assert_it_is_kept(nadia, nadia.post(address, data), "/typed/")

    def test_a_row_that_is_no_record_and_had_nothing_typed_leads_to_the_first_page(self, nadia):
        row = OldAddress.objects.create(path="/earlier/", target="events:list")
        address = reverse("admin:publishing_oldaddress_change", args=[row.pk])
        data = main_form_of(nadia.get(address))
        row.delete()

        answer = nadia.post(address, {name: "" if name != "opened_as" else data[name] for name in data})

        assert (answer.url, KeptForm.objects.count()) == (reverse("admin:index"), 0)
        assert "Perhaps it was deleted?" in nadia.get(answer.url).content.decode()

    def test_an_account_leaves_neither_name_nor_address(self, nadia):
        amal = person_with(name="amal", email="amal@example.org")
        address = reverse("admin:accounts_user_change", args=[amal.pk])
        data = main_form_of(nadia.get(address))
        amal.delete()

        answer = nadia.post(address, data)

        assert (answer.url, KeptForm.objects.count()) == (reverse("admin:index"), 0)

    def test_an_account_whose_form_was_kept_before_leaves_no_other(self, nadia):
        amal = person_with(name="amal", email="amal@example.org")
        address = reverse("admin:accounts_user_change", args=[amal.pk])
        data = main_form_of(nadia.get(address))
        page, target = sent_too_late(nadia, address, data)
        amal.delete()

        nadia.post(target, data)

        assert (page.status_code, KeptForm.objects.count()) == (200, 0)

    def test_its_files_are_not_kept_and_it_is_said(self, event):
        amal = signed_in_with("declarations.view_document", "declarations.change_document")
        document = factories.DocumentFactory(draft=True)
        address = reverse("admin:declarations_document_change", args=[document.pk])
        data = fields_of(amal.get(address), "document_form") | {"title_en": "Typed for an hour"}
        document.delete()
        upload = SimpleUploadedFile("scan.txt", b"Words.", content_type="text/plain")

        page = amal.get(amal.post(address, {**data, "versions-0-upload": upload}).url)

        assert "Files cannot be kept: <bdi>scan.txt</bdi>" in page.content.decode()
        assert "Add these again" not in page.content.decode()

    def test_only_what_was_typed_is_shown(self, event):
        amal = signed_in_with("events.view_event", "events.change_event")
        data = fields_of(amal.get(page_of(event)), "event_form") | {"title_en": "Typed", "x-token": "a:b"}
        event.delete()

        page = amal.get(amal.post(page_of(event), data).url)

        shown = dict(page.context_data["typed"])
        assert (shown["title_en"], shown["speakers-0-name_en"]) == ("Typed", "Amina")
        assert [name for name in shown if "_FORMS" in name or "token" in name or "opened" in name] == []
        assert [value for value in shown.values() if value.isdecimal()] == []

    def test_it_fits_again_once_the_record_is_recovered(self, nadia, event):
        address = page_of(event, "translate", "fr")
        data = fields_of(nadia.get(address), "translate_form") | {"title_fr": "Après une heure"}
        event.delete()
        answer = nadia.post(address, data)

        recover(version=Version.objects.get_deleted(Event).get())

        assert fields_of(nadia.get(answer.url), "translate_form")["title_fr"] == ["Après une heure"]

    def test_a_button_alone_leaves_nothing(self, nadia, event):
        address = page_of(event, "publish")
        data = main_form_of(nadia.get(address))
        event.delete()

        assert (nadia.post(address, data).status_code, KeptForm.objects.count()) == (404, 0)


def test_files_are_not_kept_and_it_is_said(nadia):
    document = factories.DocumentFactory()
    address = reverse("admin:declarations_document_change", args=[document.pk])
    data = fields_of(nadia.get(address), "document_form")
    upload = SimpleUploadedFile("déclaration.txt", b"Words.", content_type="text/plain")

    page, _target = sent_too_late(nadia, address, {**data, "versions-0-upload": upload})

    assert "A file cannot be kept. Choose it again: \u2068déclaration.txt\u2069." in page.content.decode()


class TestWhoSeesIt:
    def test_nobody_else(self, nadia, event):
        run_out(nadia)
        answer = nadia.post(page_of(event), {"title_en": "Mine", "opened_revision": "1"})
        target = QueryDict(answer.url.partition("?")[2])["next"]

        page = signed_in("omar").get(target)

        assert ("Mine" in page.content.decode(), page.status_code) == (False, 200)
        assert KeptForm.objects.count() == 1

    def test_not_at_another_address(self, nadia, event):
        form = KeptForm.objects.create(
            person=User.objects.get(), path=ADD, data={"title_en": ["Mine"], "opened_revision": [""]}
        )

        assert "Mine" not in nadia.get(f"{page_of(event)}?kept={form.pk}").content.decode()

    @pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "-1"])
    def test_odd_keys_lead_to_the_page_as_it_is(self, nadia, event, key):
        assert nadia.get(f"{page_of(event)}?kept={key}").status_code == 200

    def test_stranger_leaves_nothing(self, event):
        answer = Client().post(page_of(event), {"title_en": "Spam"})

        assert (answer.status_code, KeptForm.objects.count()) == (302, 0)


class TestWhatIsKept:
    def test_neither_passwords_nor_tokens(self, nadia):
        address = reverse("admin:accounts_user_add")
        run_out(nadia)

        nadia.post(address, {"username": "amal", "password1": "secret", "new_password": "x", "a\0": "b\0c"})

        assert KeptForm.objects.get().data == {"username": ["amal"], "a": ["bc"]}

    def test_nothing_that_was_sent_to_an_address_nobody_has(self, nadia):
        run_out(nadia)

        answer = nadia.post("/admin/events/event/%00/change/", {"title_en": "Mine"})

        assert (answer.status_code, KeptForm.objects.count()) == (302, 0)

    def test_the_newest_of_a_month_only(self, nadia, monkeypatch):
        monkeypatch.setattr(kept_forms, "MOST_FOR_A_PERSON", 3)
        person = User.objects.get()
        old = kept_forms.keep(person, ADD, QueryDict("title_en=old"))
        KeptForm.objects.filter(pk=old.pk).update(kept_at=timezone.now() - timedelta(days=31))

        for number in range(5):
            kept_forms.keep(person, ADD, QueryDict(f"title_en={number}"))

        assert [row.data["title_en"] for row in KeptForm.objects.order_by("pk")] == [["2"], ["3"], ["4"]]

    def test_nothing_larger_than_a_form_may_be(self, nadia, monkeypatch):
        monkeypatch.setattr(kept_forms, "MOST_CHARACTERS", 3)

        assert kept_forms.keep(User.objects.get(), ADD, QueryDict("title_en=four")) is None

    def test_nothing_where_nothing_was_typed(self, nadia, event):
        run_out(nadia)

        nadia.post(page_of(event), {"_save": "Save", "title_en": " "})

        assert KeptForm.objects.count() == 0


class TestSignedInAnewInAnotherWindow:
    """The token of the open form is no longer the right one."""

    @pytest.fixture
    def strict(self, nadia):
        client = Client(enforce_csrf_checks=True)
        client.force_login(User.objects.get())
        return client

    def test_form_comes_back(self, strict, event):
        data = fields_of(strict.get(page_of(event)), "event_form") | {"title_en": "Typed for an hour"}
        data["csrfmiddlewaretoken"] = "a" * 64

        answer = strict.post(page_of(event), data, headers={"origin": "http://testserver"})
        page = strict.get(answer.url)

        assert fields_of(page, "event_form")["title_en"] == ["Typed for an hour"]
        saved = strict.post(
            answer.url, fields_of(page, "event_form"), headers={"origin": "http://testserver"}
        )
        event.refresh_from_db()
        assert (saved.status_code, event.title_en) == (302, "Typed for an hour")

    @pytest.mark.parametrize(
        "headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://["}]
    )
    def test_what_another_site_sends_is_refused_and_forgotten(self, strict, event, headers):
        answer = strict.post(page_of(event), {"title_en": "Forged"}, headers=headers)

        assert (answer.status_code, KeptForm.objects.count()) == (403, 0)

    def test_stranger_is_refused(self, event):
        client = Client(enforce_csrf_checks=True)

        answer = client.post(page_of(event), {"title_en": "x"}, headers={"origin": "http://testserver"})

        assert (answer.status_code, KeptForm.objects.count()) == (403, 0)


def test_looking_at_what_was_kept_changes_nothing(nadia, event, django_assert_max_num_queries):
    form = KeptForm.objects.create(
        person=User.objects.get(),
        path=page_of(event),
        data={**fields_of(nadia.get(page_of(event)), "event_form"), "title_en": ["Mine"]},
    )
    before = event.revision

    for _time in range(2):
        nadia.get(f"{page_of(event)}?kept={form.pk}")

    event.refresh_from_db()
    assert (event.revision, event.title_en, KeptForm.objects.count()) == (before, "Meeting", 1)


def test_list_that_is_asked_for_what_was_kept_is_no_error(nadia, event):
    address = reverse("admin:events_event_changelist")
    data = {"action": "publish_selected", "_selected_action": [event.pk]}

    page, target = sent_too_late(nadia, address, data)

    assert (
        "What you typed is kept" in page.content.decode(),
        client_of(User.objects.get()).get(target).status_code,
    ) == (
        True,
        200,
    )
