import pytest
from django.urls import reverse

from publishing.models import OldAddress
from tests.factories import CompositionFactory, EventFactory
from tests.html_forms import fields_of
from tests.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(slug="ministerial-cairo-2025")


@pytest.mark.parametrize(
    "path",
    [
        "/activities/2nd-ministerial-conference",
        "/activities/2nd-ministerial-conference/",
        "/activities/2nd-ministerial-conference?start=24",
    ],
)
def test_old_page_leads_to_the_english_page_of_its_record(client, event, path):
    OldAddress.objects.create(path="/activities/2nd-ministerial-conference", kind="event", target=event.slug)

    response = client.get(path, headers={"accept-language": "ar"})

    assert response.status_code == 301
    assert response["Location"] == "/en/events/ministerial-cairo-2025/"


def test_old_address_with_its_query_goes_before_the_one_without(client, event):
    OldAddress.objects.create(path="/resources/library", target="documents:list")
    OldAddress.objects.create(path="/resources/library?task=view&id=5", kind="event", target=event.slug)

    assert client.get("/resources/library?task=view&id=5")["Location"] == "/en/events/ministerial-cairo-2025/"
    assert client.get("/resources/library?task=view&id=6")["Location"] == "/en/documents/"


def test_old_list_leads_to_our_list_with_its_filter(client):
    OldAddress.objects.create(path="/meetings", target="events:list?type=training")

    assert client.get("/meetings")["Location"] == "/en/events/?type=training"


def test_old_address_follows_a_record_that_was_renamed_since(client, event):
    OldAddress.objects.create(path="/old", kind="event", target=event.slug)
    event.slug = "cairo-2025"
    event.save()

    assert client.get("/old")["Location"] == "/en/events/cairo-2025/"


def test_old_address_gives_no_draft_away(client):
    OldAddress.objects.create(path="/old", kind="event", target=EventFactory(draft=True).slug)

    assert client.get("/old").status_code == 404


def test_old_address_of_a_withdrawn_record_leads_to_its_notice(client):
    withdrawn = EventFactory(withdrawn=True)
    OldAddress.objects.create(path="/old", kind="event", target=withdrawn.slug)

    assert client.get("/old")["Location"] == f"/en/events/{withdrawn.slug}/"


@pytest.mark.parametrize("kind", ["events", "committeecomposition", "changes"])
def test_kind_that_has_no_pages_leads_nowhere(client, kind):
    composition = CompositionFactory()
    OldAddress.objects.create(path="/old", kind=kind, target=composition.slug)

    assert client.get("/old").status_code == 404


def test_staff_choose_among_the_kinds_that_have_pages():
    form = signed_in().get(reverse("admin:publishing_oldaddress_add")).context["adminform"].form

    assert sorted(kind for kind, _label in form.fields["kind"].choices) == [
        "",
        "chairmanship",
        "commitment",
        "document",
        "event",
        "page",
        "partner",
        "series",
        "term",
        "theme",
    ]


@pytest.mark.parametrize(
    ("kind", "target"),
    [("event", "ministerial-cairo-2025"), ("event", "before"), ("", "events:list"), ("", "home?year=2025")],
)
def test_staff_may_enter_what_leads_somewhere(event, kind, target):
    renamed = EventFactory(slug="before", draft=True)
    renamed.slug = "after"
    renamed.save()

    answer = signed_in().post(
        reverse("admin:publishing_oldaddress_add"), {"path": "/old", "kind": kind, "target": target}
    )

    assert answer.status_code == 302
    assert OldAddress.objects.filter(path="/old", kind=kind, target=target).count() == 1


@pytest.mark.parametrize(
    ("kind", "target", "field"),
    [
        ("events", "ministerial-cairo-2025", "kind"),
        ("committeecomposition", "composition", "kind"),
        ("document", "ministerial-cairo-2025", "target"),
        ("event", "a\0b", "target"),
        ("", "ministerial-cairo-2025", "target"),
        ("", "events:detail", "target"),
    ],
)
def test_staff_are_told_of_what_would_lead_nowhere(event, kind, target, field):
    answer = signed_in().post(
        reverse("admin:publishing_oldaddress_add"), {"path": "/old", "kind": kind, "target": target}
    )

    assert list(answer.context["adminform"].form.errors) == [field]
    assert OldAddress.objects.count() == 0


def test_what_a_colleague_has_saved_since_the_form_was_opened_is_told_before_it_is_written_over():
    old = OldAddress.objects.create(path="/old", kind="", target="events:list")
    address, desk = reverse("admin:publishing_oldaddress_change", args=[old.pk]), signed_in()
    opened = fields_of(desk.get(address), "oldaddress_form")
    desk.post(address, {**opened, "target": "documents:list"})

    answer = desk.post(address, {**opened, "target": "members:list"})

    assert "Saved now: documents:list" in answer.content.decode()
    old.refresh_from_db()
    assert old.target == "documents:list"


def test_page_that_exists_is_never_replaced(client):
    OldAddress.objects.create(path="/robots.txt", target="events:list")

    assert client.get("/robots.txt").status_code == 200


def test_unknown_address_stays_unknown_and_nothing_is_written_by_it(client):
    OldAddress.objects.create(path="/old", target="events:list")

    assert client.get("/older").status_code == 404
    assert client.post("/old").status_code == 404
