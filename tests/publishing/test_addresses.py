"""What an address answers that a record once had."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from events.models import Event
from publishing.addresses import record_at
from tests.factories import (
    DocumentFactory,
    EventFactory,
    PageFactory,
    PartnerFactory,
    SeriesFactory,
    TermFactory,
    ThemeFactory,
    hours_from_now,
)

pytestmark = pytest.mark.django_db
FACTORIES = {
    "documents": DocumentFactory,
    "events": EventFactory,
    "glossary": TermFactory,
    "members": PartnerFactory,
    "series": SeriesFactory,
    "themes": ThemeFactory,
}
IN_THE_API = {"glossary": "terms"}


def renamed(factory, **values):
    """A record that was published at /before/ and moved to /after/."""
    record = factory(slug="before", **values)
    record.slug = "after"
    record.save()
    return record


def withdraw(record):
    record.withdrawn_at, record.withdrawal_reason_en = hours_from_now(0), "Published in error."
    record.save()


@pytest.mark.parametrize("kind", FACTORIES)
def test_what_was_renamed_and_then_withdrawn_says_so_at_both_its_addresses(client, kind):
    withdraw(renamed(FACTORIES[kind]))

    for slug in ("before", "after"):
        page = client.get(f"/en/{kind}/{slug}/")
        assert page.status_code == (200 if kind == "documents" else 410)
        assert "Published in error." in page.content.decode()
        answer = client.get(f"/api/v1/{IN_THE_API.get(kind, kind)}/{slug}/")
        assert (answer.status_code, answer.json()["reason"]["en"]) == (410, "Published in error.")


def test_an_editable_page_that_was_renamed_and_then_withdrawn_says_so_too(client):
    withdraw(renamed(PageFactory))

    assert [client.get(f"/en/pages/{slug}/").status_code for slug in ("before", "after")] == [410, 410]


def test_who_has_an_address_now_goes_before_who_had_it_once(client):
    renamed(EventFactory)
    withdraw(EventFactory(slug="before"))

    assert client.get("/en/events/before/").status_code == 410


def test_a_draft_at_an_address_does_not_hide_who_had_it_before(client):
    renamed(EventFactory)
    EventFactory(slug="before", draft=True)

    assert client.get("/en/events/before/").headers["Location"] == "/en/events/after/"


@pytest.mark.parametrize("trait", ["draft", "in_review", "scheduled"])
def test_a_former_address_gives_nothing_away_of_what_is_not_public(client, trait):
    renamed(EventFactory, **{trait: True})

    assert client.get("/en/events/before/").status_code == 404
    assert client.get("/api/v1/events/before/").status_code == 404


def test_what_is_published_while_it_is_looked_for_is_not_said_to_have_moved_for_good(client, monkeypatch):
    event = EventFactory(scheduled=True)

    def published_meanwhile(records, slug):
        Event.objects.filter(pk=event.pk).write_bookkeeping(published_at=hours_from_now(-1))
        return record_at(records, slug)

    monkeypatch.setattr("publishing.views.record_at", published_meanwhile)
    answer = client.get(event.get_absolute_url())

    assert (answer.status_code, answer.headers["Location"]) == (302, event.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("kind", FACTORIES)
def test_a_reason_in_another_language_than_the_page_s_says_so(client, kind):
    record = FACTORIES[kind](withdrawn=True)

    page = client.get(f"/ar/{kind}/{record.slug}/").content.decode()

    assert '<p><bdi lang="en" dir="ltr">Published in error.</bdi></p>' in page
    with translation.override("ar"):
        assert gettext("Not available in Arabic; shown in English.") in page
