"""The desk as the Django test client sees it: who may do what, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from members.models import Partner
from publishing.history import versions_of
from publishing.models import Change
from tests import factories
from tests.html_forms import errors_of, fields_of, main_form_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

LISTS = {
    "members_partner": factories.OrganisationFactory,
    "members_committeecomposition": factories.CompositionFactory,
    "members_chairmanship": factories.ChairmanshipFactory,
    "events_event": factories.EventFactory,
    "events_series": factories.SeriesFactory,
    "events_theme": factories.ThemeFactory,
    "declarations_document": factories.DocumentFactory,
    "pages_page": factories.PageFactory,
    "pages_term": factories.TermFactory,
}


def event_page(name, event):
    return reverse(f"admin:events_event_{name}", args=[event.pk])


@pytest.fixture
def desk():
    return signed_in()


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize("name", LISTS)
def test_each_list_takes_the_same_queries_for_any_length(desk, name, count, django_assert_num_queries):
    LISTS[name].create_batch(count)

    # Session and user, a bounded count, the rows; two more, for the first year and the last, where years
    # are offered as filters.
    with django_assert_num_queries(6 if name in {"events_event", "declarations_document"} else 4):
        page = desk.get(reverse(f"admin:{name}_changelist"))

    assert len(page.context["cl"].result_list) == count


def test_a_long_list_is_counted_no_further_than_anyone_pages(desk, monkeypatch):
    factories.EventFactory.create_batch(4)
    monkeypatch.setattr("publishing.admin.lists.COUNTED_ROWS", 3)

    page = desk.get(reverse("admin:events_event_changelist"))

    assert (page.context["cl"].result_count, len(page.context["cl"].result_list)) == (3, 4)
    assert "3 or more: search or filter to reach the others" in page.content.decode()


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "published", "withdrawn"])
def test_list_narrows_to_one_state_as_each_record_tells_it(desk, state):
    made = [
        factories.EventFactory(),
        *(
            factories.EventFactory(**{trait: True})
            for trait in ("draft", "in_review", "scheduled", "withdrawn")
        ),
    ]

    page = desk.get(reverse("admin:events_event_changelist"), {"state": state})

    assert list(page.context["cl"].result_list) == [event for event in made if event.state == state]


def test_list_finds_words_of_any_language_and_parts_of_the_address(desk):
    wanted = factories.EventFactory(
        title_en="Meeting on returns", title_ar="اجتماع القاهرة", slug="cairo-2025"
    )
    factories.EventFactory(title_en="Training on statistics")

    for words in ["RETURNS meeting", "القاهره", "cairo-20"]:
        page = desk.get(reverse("admin:events_event_changelist"), {"q": words})
        assert list(page.context["cl"].result_list) == [wanted]


def test_saving_a_form_never_publishes(desk):
    event = factories.EventFactory(draft=True)
    data = fields_of(desk.get(event_page("change", event)), "event_form")

    desk.post(
        event_page("change", event), {**data, "published_at": "2020-01-01", "published_at_0": "2020-01-01"}
    )

    event.refresh_from_db()
    assert (event.state, event.published_at) == ("draft", None)


def test_publishing_asks_first_and_then_publishes(desk):
    event = factories.EventFactory(draft=True)
    asked = desk.get(event_page("publish", event))
    event.refresh_from_db()
    assert (asked.status_code, event.state) == (200, "draft")

    answer = desk.post(event_page("publish", event), {"revision": event.revision})

    event.refresh_from_db()
    assert (answer.url, event.state) == (event_page("change", event), "published")
    assert list(Change.objects.values_list("slug", "verb")) == [(event.slug, "published")]


def test_publishing_at_a_time_schedules(desk):
    event = factories.EventFactory(draft=True)
    moment = timezone.now() + timedelta(days=2)

    desk.post(
        event_page("schedule", event), {"revision": event.revision, "at": moment.strftime("%Y-%m-%dT%H:%M")}
    )

    event.refresh_from_db()
    assert event.state == "scheduled"
    assert abs(event.published_at - moment) < timedelta(minutes=1)


def test_publishing_in_the_past_is_refused(desk):
    event = factories.EventFactory(draft=True)

    page = desk.post(event_page("schedule", event), {"revision": event.revision, "at": "2020-01-01T10:00"})

    event.refresh_from_db()
    assert (page.context["form"].errors["at"], event.state) == (
        ["That is in the past. Give a time to come."],
        "draft",
    )


def test_what_was_saved_meanwhile_is_looked_at_before_it_is_published(desk):
    event = factories.EventFactory(draft=True)
    opened = event.revision
    event.save()

    page = desk.post(event_page("publish", event), {"revision": opened})

    event.refresh_from_db()
    assert event.state == "draft"
    assert fields_of(page, None)["revision"] == [str(event.revision)]


def test_withdrawing_needs_a_reason_and_tells_it_in_each_language(desk):
    event = factories.EventFactory()
    refused = desk.post(event_page("withdraw", event), {"revision": event.revision, "reason_en": ""})
    assert list(refused.context["form"].errors) == ["reason_en"]

    data = {
        "revision": event.revision,
        "reason_en": "Wrong date.",
        "reason_fr": "Date fausse.",
        "reason_ar": "",
    }
    desk.post(event_page("withdraw", event), data)

    event.refresh_from_db()
    assert event.state == "withdrawn"
    assert (event.withdrawal_reason_en, event.withdrawal_reason_fr) == ("Wrong date.", "Date fausse.")


def test_submitting_and_returning_to_draft(desk):
    event = factories.EventFactory(draft=True)

    desk.post(event_page("submit", event), {"revision": event.revision})
    event.refresh_from_db()
    assert event.state == "in_review"

    desk.post(event_page("draft", event), {"revision": event.revision})
    event.refresh_from_db()
    assert event.state == "draft"


def test_nothing_is_published_or_withdrawn_without_the_permission():
    draft, public = factories.EventFactory(draft=True), factories.EventFactory()
    client = signed_in_with("events.view_event", "events.change_event")

    for name, event in [("publish", draft), ("withdraw", public)]:
        answer = client.post(event_page(name, event), {"revision": event.revision, "reason_en": "No."})
        assert answer.status_code == 403
    page = client.get(event_page("change", draft))
    assert [step.name for step in page.context["steps"]] == ["submit"]
    assert list(Event.objects.order_by("pk").values_list("published_at", flat=True)) == [
        None,
        public.published_at,
    ]


def test_deleting_is_a_permission_of_its_own():
    event = factories.EventFactory()
    client = signed_in_with("events.change_event", "events.publish_event")

    assert client.post(event_page("delete", event), {"post": "yes"}).status_code == 403
    assert Event.objects.get() == event


def test_deleting_several_tells_the_change_feed_of_each(desk):
    events = factories.EventFactory.create_batch(2)
    data = {"action": "delete_selected", "_selected_action": [event.pk for event in events]}
    address = reverse("admin:events_event_changelist")

    desk.post(address, main_form_of(desk.post(address, data)))

    assert list(
        Change.objects.filter(verb="deleted").order_by("slug").values_list("slug", flat=True)
    ) == sorted(event.slug for event in events)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_preview_shows_a_draft_to_staff_and_is_never_stored(desk, language):
    event = factories.EventFactory(draft=True, title_en="Meeting", title_fr="Réunion", title_ar="اجتماع")

    page = desk.get(event_page("preview", event), {"language": language})

    assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", "))
    assert page.headers["Content-Language"] == language
    assert getattr(event, f"title_{language}") in page.content.decode()


def test_preview_is_for_staff_only(client):
    event = factories.EventFactory(draft=True)

    assert client.get(event_page("preview", event)).status_code == 302
    client = signed_in_with("members.view_partner")
    assert client.get(event_page("preview", event)).status_code == 403


def test_constraints_of_the_database_are_errors_of_the_form(desk):
    data = fields_of(desk.get(reverse("admin:members_partner_add")), "partner_form")
    data |= {"name_en": "Kenya", "slug": "kenya", "partner_kind": "country", "iso": "", "region": ""}

    page = desk.post(reverse("admin:members_partner_add"), data)

    assert errors_of(page)["__all__"] == [
        "A country needs its ISO code; an organisation has none.",
        "Say which region the country belongs to.",
    ]
    assert not Partner.objects.exists()


def test_bad_keys_in_an_address_are_not_found(desk):
    for address in ["/admin/events/event/x/preview/", "/admin/events/event/99999999999999999999/history/"]:
        assert desk.get(address).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_who_may_only_look_sees_everything_and_changes_nothing(name):
    record = LISTS[name]()
    label, model = name.split("_")
    client = signed_in_with(f"{label}.view_{model}")
    page = client.get(reverse(f"admin:{name}_change", args=[record.pk]))

    assert page.status_code == 200
    assert page.context["has_change_permission"] is False
    assert client.get(reverse(f"admin:{name}_history", args=[record.pk])).status_code == 200
    for address in ["change", "delete"]:
        assert (
            client.post(reverse(f"admin:{name}_{address}", args=[record.pk]), {"post": "yes"}).status_code
            == 403
        )
    assert client.get(reverse(f"admin:{name}_recover_list")).status_code == 403
    version = versions_of(record)[0]
    assert client.post(reverse(f"admin:{name}_restore", args=[record.pk, version.pk])).status_code == 403
