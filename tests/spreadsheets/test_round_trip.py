"""What was exported and comes back unchanged is read as no change, whatever stands in the record."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from declarations.models import Document
from events.models import Event
from members.models import Partner
from publishing.dates import PartialDate
from spreadsheets.cells import LONGEST_CELL, TOO_LONG
from spreadsheets.kinds import IMPORTED
from tests import factories
from tests.spreadsheets.sheets import body_of, changes_of, checked, outcomes_of, problems_of, somebody
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# Everything a database holds in a text, and above all what files have signs of their own for.
SIGNS = st.characters(codec="utf-8", exclude_characters="\0")
TEXTS = st.text(SIGNS, max_size=40) | st.text("=+-@'\",;\t\r\n\\ _x000D\ufeff\u200b＝é العربية", max_size=20)
DATES = st.sampled_from(
    [
        None,
        PartialDate.parse("2018"),
        PartialDate.parse("2017", "2018"),
        PartialDate.parse("2018-05"),
        PartialDate.parse("2018-05", "2018-06"),
        PartialDate.parse("2018-05-08"),
        PartialDate.parse("2018-12-31", "2019-01-01"),
    ]
)


def exported(client, kind, format_):
    return body_of(client.post(reverse("spreadsheets:export", args=[kind]), {"format": format_}))


def write(record, **values):
    """Past what forms would tidy up."""
    type(record).objects.filter(pk=record.pk).write_bookkeeping(**values)


@pytest.fixture
def full_record():
    event = factories.EventFactory(
        slug="som",
        joint_processes=["rabat-process"],
        sources=["https://example.org/a;b", "https://example.org/c"],
        series=factories.SeriesFactory(),
        participants_count=90,
        text_en="<p>What &amp; who.</p><ul><li>One</li></ul>",
        text_ar="<p>نص</p>",
    )
    event.themes.set([factories.ThemeFactory(), factories.DomainFactory()])
    partner = factories.PartnerFactory(
        other_names={"fr": ["Autre nom", "Encore"], "ar": ["اسم"]}, acronym="=X"
    )
    factories.ParticipationFactory(event=event, partner=partner)
    document = factories.DocumentFactory(
        adopting_event=event, adopted=PartialDate.parse("2018-05-08"), languages_seen=["en", "fr"]
    )
    document.related_events.set([event])
    provision = factories.ProvisionFactory(document=document)
    commitment = factories.CommitmentFactory(provision=provision, due=PartialDate.parse("2020"))
    commitment.actors.set([partner, factories.OrganisationFactory()])


@pytest.mark.parametrize("kind", IMPORTED)
@pytest.mark.parametrize(("format_", "language"), [("csv", "en"), ("csv", "fr"), ("xlsx", "ar")])
def test_every_kind_comes_back_as_it_was(full_record, kind, format_, language):
    client = signed_in()
    client.cookies["django_language"] = language
    content = exported(client, kind, format_)

    with translation.override(language):
        run = checked(kind, content)

    assert problems_of(run) == []
    assert set(outcomes_of(run)) == {"unchanged"}


def comes_back(format_, title, venue, note, text, date):
    event = Event.objects.filter(slug="som").first() or factories.EventFactory(slug="som")
    event.date = date
    write(
        event,
        title_en=title,
        venue_fr=venue,
        editor_note=note,
        text_ar=text,
        date_earliest=event.date_earliest,
        date_latest=event.date_latest,
        date_precision=event.date_precision,
    )
    client = Client()
    client.force_login(somebody())
    run = checked("events", exported(client, "events", format_))
    assert (problems_of(run), changes_of(run)) == ([], [])


ANY = {"title": TEXTS, "venue": TEXTS, "note": TEXTS, "text": TEXTS, "date": DATES}
HARD = {"title": "_x000D_", "venue": "'=1", "note": "'", "text": "\t@", "date": None}
OFTEN = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(OFTEN, max_examples=60)
@given(**ANY)
@example(**HARD)
def test_any_text_and_date_of_an_event_comes_back_as_it_was_in_csv(db, title, venue, note, text, date):
    comes_back("csv", title, venue, note, text, date)


@settings(OFTEN, max_examples=15)
@given(**ANY)
@example(**HARD)
def test_any_text_and_date_of_an_event_comes_back_as_it_was_in_a_workbook(db, title, venue, note, text, date):
    comes_back("xlsx", title, venue, note, text, date)


def test_text_too_long_for_a_workbook_is_left_as_it_is_and_whole_in_csv():
    event = factories.EventFactory(slug="som", text_en=f"<p>{'word ' * 8_000}</p>")
    client = signed_in()
    workbook = exported(client, "events", "xlsx")
    run = checked("events", workbook)

    assert len(event.text_en) > LONGEST_CELL
    assert outcomes_of(run) == ["unchanged"]
    assert TOO_LONG in run.rows.get().cells
    assert outcomes_of(checked("events", exported(client, "events", "csv"))) == ["unchanged"]


def test_json_has_values_as_programs_want_them(full_record):
    [event] = json.loads(exported(signed_in(), "events", "json"))

    assert {
        name: event[name] for name in ("slug", "participants_count", "title_is_official", "title_fr")
    } == {
        "slug": "som",
        "participants_count": 90,
        "title_is_official": True,
        "title_fr": None,
    }
    assert event["sources"] == ["https://example.org/a;b", "https://example.org/c"]
    assert event["date"] == "2023-05-03 – 2023-05-04"
    assert (Partner.objects.count(), Document.objects.count()) == (2, 1)
