"""The desk's first page: what needs doing, for whom, and what it costs."""

from datetime import timedelta

import pytest
import reversion
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit import acting
from accounts.models import User
from desk import recent
from events.models import Event
from members.models import Chairmanship
from publishing import actions, changes
from publishing.dates import PartialDate
from publishing.models import PendingChange, Remark
from publishing.pending import prepare, submit_edit
from publishing.translations import mark_unofficial
from tests import factories
from tests.staff import signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NEXT_YEAR = str(timezone.localdate().year + 1)


def colleague(name, *roles):
    person = User.objects.create(username=name, is_staff=True)
    person.groups.set(Group.objects.filter(name__in=roles))
    assert person.groups.count() == len(roles)
    return person


def home_of(person):
    client = Client()
    client.force_login(person)
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return response


def saved_by(person, factory, **values):
    """A record that this person wrote at the desk."""
    with changes.together(), acting(person, None):
        reversion.set_user(person)
        return factory(**values)


def submitted_by(person, factory, **values):
    record = saved_by(person, factory, draft=True, **values)
    with changes.together(), acting(person, None):
        reversion.set_user(person)
        actions.submit(record=record)
    return record


def prepared_by(person, record):
    return prepare(record=record, data={"title_en": ["New"]}, opened_revision=record.revision, by=person)


def remark_on(record, author, text="Say who chaired it.", **more):
    kind = ContentType.objects.get_for_model(record)
    return Remark.objects.create(content_type=kind, object_id=record.pk, author=author, text=text, **more)


def records(shown):
    return [work.record for work in shown.rows]


# My drafts


def test_my_drafts_are_what_i_wrote_and_nobody_has_published():
    amal, nadia = colleague("amal", "Editor"), colleague("nadia", "Editor")
    mine = saved_by(amal, factories.EventFactory, draft=True)
    saved_by(amal, factories.EventFactory)
    saved_by(nadia, factories.EventFactory, draft=True)

    assert records(home_of(amal).context["drafts"]) == [mine]


def test_what_was_returned_with_a_remark_comes_first_and_says_why():
    amal, nadia = colleague("amal", "Editor"), colleague("nadia", "Publisher")
    returned = saved_by(amal, factories.EventFactory, draft=True)
    newer = saved_by(amal, factories.DocumentFactory, draft=True)
    remark_on(returned, nadia)
    remark_on(newer, amal, "A note to myself.")
    remark_on(newer, nadia, "Seen to.", settled_at=timezone.now())

    page = home_of(amal)

    assert records(page.context["drafts"]) == [returned, newer]
    assert [work.remark for work in page.context["drafts"].rows] == ["Say who chaired it.", ""]
    assert "Say who chaired it." in page.content.decode()


def test_my_prepared_edits_are_among_my_drafts_until_they_are_closed():
    amal = colleague("amal", "Editor")
    event, term = factories.EventFactory(), factories.ChairmanshipFactory()
    first, second = prepared_by(amal, event), prepared_by(amal, term)
    prepared_by(colleague("nadia", "Editor"), event)
    PendingChange.objects.filter(pk=second.pk).update(outcome="released")

    page = home_of(amal)

    [work] = page.context["drafts"].rows
    assert (work.record, work.is_prepared_edit) == (event, True)
    address = reverse("admin:events_event_prepared", args=[event.pk, first.pk])
    assert f'href="{address}"' in page.content.decode()


# Waiting for my review


def test_reviews_are_for_those_who_publish_others_submissions_first_the_oldest_on_top():
    nadia, amal = colleague("nadia", "Publisher"), colleague("amal", "Editor")
    own = submitted_by(nadia, factories.EventFactory)
    older = submitted_by(amal, factories.EventFactory)
    newer = submitted_by(amal, factories.DocumentFactory)
    saved_by(amal, factories.EventFactory, draft=True)

    page = home_of(nadia)

    assert records(page.context["reviews"]) == [older, newer, own]
    assert [work.who for work in page.context["reviews"].rows] == [amal, amal, nadia]
    assert home_of(amal).context["reviews"] is None


def test_reviews_hold_only_kinds_that_the_person_may_publish():
    amal = colleague("amal", "Editor")
    event = submitted_by(amal, factories.EventFactory)
    submitted_by(amal, factories.DocumentFactory)
    submit_edit(pending=prepared_by(amal, factories.DocumentFactory()))
    named = ("events.view_event", "events.publish_event", "declarations.view_document")

    page = signed_in_with(*named, username="nadia").get(reverse("admin:index"))

    assert records(page.context["reviews"]) == [event]


def test_reviews_hold_submitted_edits_also_of_records_without_drafts():
    nadia, amal = colleague("nadia", "Publisher"), colleague("amal", "Editor")
    term, event = factories.ChairmanshipFactory(), factories.EventFactory()
    submit_edit(pending=prepared_by(amal, term))
    prepared_by(amal, event)

    page = home_of(nadia)

    assert records(page.context["reviews"]) == [term]
    assert "prepared edit, in review" in page.content.decode()


def test_an_edit_of_what_is_gone_is_left_out():
    nadia, event = colleague("nadia", "Publisher"), factories.EventFactory()
    submit_edit(pending=prepared_by(colleague("amal", "Editor"), event))
    event.delete()

    assert home_of(nadia).context["reviews"].rows == []


# Going out soon


def test_what_is_scheduled_is_shown_soonest_first_with_its_moment():
    soon, now = timezone.now() + timedelta(days=2), timezone.now()
    later, sooner = factories.EventFactory(draft=True), factories.DocumentFactory(draft=True)
    going = factories.EventFactory()
    called_off = factories.EventFactory(draft=True)
    actions.publish(record=later, at=soon + timedelta(days=5))
    actions.publish(record=sooner, at=soon)
    actions.withdraw(record=going, reason="Out of date.", at=soon + timedelta(days=1))
    actions.publish(record=called_off, at=soon)
    actions.return_to_draft(record=called_off)

    rows = home_of(colleague("nadia", "Auditor")).context["scheduled"]

    assert [(row.record, row.is_withdrawal) for row in rows] == [
        (sooner, False),
        (going, True),
        (later, False),
    ]
    assert all(row.at > now for row in rows)


# Upcoming events


def test_upcoming_events_are_the_processs_own_drafts_too_with_what_they_lack():
    date = PartialDate.parse(f"{NEXT_YEAR}-03-04")
    planned = {"status": Event.Status.PLANNED, "date": date}
    bare = factories.EventFactory(draft=True, city_en="", country="", **planned)
    factories.EventFactory(status=Event.Status.CANCELLED, date=date)
    factories.EventFactory(scope=Event.Scope.RELATED, **planned)
    factories.EventFactory(withdrawn=True, **planned)
    factories.EventFactory()

    page = home_of(colleague("nadia", "Editor"))

    [row] = page.context["upcoming"]
    assert row.event == bare
    assert [point.name for point in row.needed] == ["place", "host", "title_fr", "title_ar"]
    form = reverse("admin:events_event_change", args=[bare.pk])
    assert f'href="{form}#id_country"' in page.content.decode()
    assert f'href="{form}#participations-group"' in page.content.decode()


# Recently changed


def test_changes_of_colleagues_each_record_once_and_not_my_own():
    amal, nadia = colleague("amal", "Editor"), colleague("nadia", "Editor")
    changed = saved_by(nadia, factories.EventFactory)
    with changes.together():
        reversion.set_user(nadia)
        changed.city_en = "Juba"
        changed.save()
    gone = saved_by(nadia, factories.DocumentFactory)
    gone.delete()
    saved_by(amal, factories.EventFactory)
    factories.EventFactory()

    page = home_of(amal)

    [row] = page.context["recent"]
    assert (row.address, row.who) == (reverse("admin:events_event_change", args=[changed.pk]), nadia)
    client = Client()
    client.force_login(amal)
    assert "Juba" in client.get(row.comparison).content.decode()


def test_changes_are_looked_for_only_so_far_back(monkeypatch):
    amal, nadia = colleague("amal", "Editor"), colleague("nadia", "Editor")
    saved_by(nadia, factories.EventFactory)
    factories.EventFactory.create_batch(3)
    monkeypatch.setattr(recent, "LOOKED_BACK", 3)

    assert home_of(amal).context["recent"] == []


# What else


def test_what_else_needs_somebody_is_counted_and_listed():
    factories.DocumentFactory(draft=True)
    page = home_of(colleague("amal", "Editor")).content.decode()

    assert f'{reverse("admin:declarations_document_changelist")}?state=draft"' in page
    assert f'{reverse("admin:declarations_document_changelist")}?files=without"' in page


# Each role has its own page


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("Editor", {"drafts", "scheduled", "upcoming", "recent"}),
        ("Publisher", {"drafts", "reviews", "scheduled", "upcoming", "recent"}),
        ("Translator (French)", {"drafts", "scheduled", "upcoming", "recent"}),
        ("Auditor", {"scheduled", "upcoming", "recent"}),
        ("Administrator", {"scheduled", "upcoming", "recent"}),
    ],
)
def test_the_page_holds_what_its_reader_may_do(role, parts):
    context = home_of(colleague("amal", role)).context

    all_parts = ("drafts", "reviews", "scheduled", "upcoming", "recent")
    assert {name for name in all_parts if context[name] is not None} == parts


def test_staff_without_a_role_see_nothing_of_the_record():
    secret = saved_by(colleague("nadia"), factories.EventFactory, draft=True, title_en="Not for everybody")
    actions.publish(record=secret, at=timezone.now() + timedelta(days=1))

    page = home_of(colleague("amal"))

    assert page.context["buttons"] == []
    assert "Not for everybody" not in page.content.decode()


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (
            "Editor",
            [
                "admin:events_event_add",
                "admin:declarations_document_add",
                "spreadsheets:upload",
                "desk:translations fr",
                "desk:translations ar",
                "desk:handover",
            ],
        ),
        ("Translator (Arabic)", ["desk:translations ar", "desk:handover"]),
        ("Auditor", ["desk:handover", "admin:accounts_auditentry_changelist"]),
        (
            "Administrator",
            [
                "admin:accounts_user_invite",
                "desk:handover",
                "desk:people",
                "admin:accounts_auditentry_changelist",
                "status:page",
            ],
        ),
    ],
)
def test_the_commonest_tasks_are_buttons_that_open(role, names):
    person = colleague("amal", role)
    client = Client()
    client.force_login(person)

    buttons = home_of(person).context["buttons"]

    wanted = [reverse(name, args=language) for name, *language in (name.split() for name in names)]
    assert [button.address for button in buttons] == wanted
    assert [address for address in wanted if client.get(address).status_code != 200] == []


def test_the_languages_progress_is_told_in_numbers_that_lead_to_the_list():
    event = factories.EventFactory(title_fr="Réunion", city_en="", country="")
    mark_unofficial(event, "title", "fr")
    event.title_en = "Renamed"
    event.save()
    nadia = colleague("nadia", "Editor")

    page = home_of(nadia)

    french, arabic = page.context["progress"]
    assert (french.present, french.out_of_date, arabic.missing) == (1, 1, 1)
    assert f'href="{reverse("desk:translations", args=["ar"])}?state=missing"' in page.content.decode()
    client = Client()
    client.force_login(nadia)
    listed = client.get(reverse("desk:translations", args=["fr"]), {"state": "out-of-date"})
    assert "Renamed" in listed.content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_stands_in_the_readers_language(language):
    client = Client()
    client.force_login(colleague("amal", "Editor"))
    client.cookies["django_language"] = language

    page = client.get(reverse("admin:index")).content.decode()

    assert f'lang="{language}"' in page


# What it costs


def fill(count, amal, nadia):
    date = PartialDate.parse(f"{NEXT_YEAR}-03-04")
    for _number in range(count):
        saved_by(nadia, factories.EventFactory, draft=True, date=date, status=Event.Status.PLANNED)
        remark_on(saved_by(nadia, factories.DocumentFactory, draft=True), amal)
        submitted_by(amal, factories.EventFactory)
        submitted_by(amal, factories.ProgressEntryFactory)
        submit_edit(pending=prepared_by(amal, saved_by(amal, factories.ChairmanshipFactory)))
        prepared_by(nadia, factories.DocumentVersionFactory())
        actions.publish(record=factories.ProgressEntryFactory(draft=True), at=timezone.now() + timedelta(1))


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_takes_the_same_queries_for_any_amount_of_work(count, django_assert_num_queries):
    nadia, amal = colleague("nadia", "Publisher"), colleague("amal", "Editor")
    fill(count, amal, nadia)
    assert Chairmanship.objects.count() == count
    client = Client()
    client.force_login(nadia)

    with django_assert_num_queries(50):
        page = client.get(reverse("admin:index"))

    assert len(page.context["reviews"].rows) == min(3 * count, 10)
    assert len(page.context["upcoming"]) == min(count, 6)
