import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from spreadsheets.kinds import IMPORTED, KINDS
from spreadsheets.views import exports
from tests import factories
from tests.spreadsheets.sheets import body_of, sheet_in
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def export(client, kind, format_="json", query=""):
    return client.post(f"{reverse('spreadsheets:export', args=[kind])}{query}", {"format": format_})


def slugs(response, name="slug"):
    return [row[name] for row in json.loads(body_of(response))]


def test_list_is_exported_as_its_filters_and_its_search_leave_it():
    client = signed_in()
    factories.EventFactory(slug="draft-training", type="training", draft=True, title_en="Training on data")
    factories.EventFactory(slug="training", type="training", title_en="Training on return")
    factories.EventFactory(slug="webinar", type="webinar")

    assert slugs(export(client, "events", query="?type__exact=training&o=1")) == [
        "draft-training",
        "training",
    ]
    assert slugs(export(client, "events", query="?q=return")) == ["training"]
    assert slugs(export(client, "events", query="?state=draft")) == ["draft-training"]
    assert len(slugs(export(client, "events"))) == 3


def test_participations_are_those_of_the_filtered_events():
    client = signed_in()
    one, other = factories.EventFactory(slug="one", type="training"), factories.EventFactory(slug="other")
    factories.ParticipationFactory(event=one)
    factories.ParticipationFactory(event=other)

    assert slugs(export(client, "participations", query="?type__exact=training"), "event") == ["one"]


def test_list_leads_to_its_export_with_its_filters_and_to_import():
    client = signed_in()

    page = client.get(f"{reverse('admin:events_event_changelist')}?type__exact=training").content.decode()
    themes = client.get(reverse("admin:events_theme_changelist")).content.decode()

    assert f'href="{reverse("spreadsheets:export", args=["events"])}?type__exact=training"' in page
    assert f'href="{reverse("spreadsheets:upload")}?kind=events"' in page
    assert reverse("spreadsheets:export", args=["themes"]) in themes
    assert reverse("spreadsheets:upload") not in themes


def test_page_says_how_many_and_that_it_is_narrowed():
    factories.EventFactory.create_batch(2)

    page = signed_in().get(f"{reverse('spreadsheets:export', args=['events'])}?type__exact=training")

    assert (page.context["count"], page.context["query"]) == (0, "type__exact=training")


def test_question_that_no_list_understands_leads_to_the_whole():
    address = reverse("spreadsheets:export", args=["events"])

    assert signed_in().get(f"{address}?nonsense=1")["Location"] == address


def test_export_is_on_the_audit_log_and_looking_at_the_page_is_not():
    client = signed_in()
    factories.EventFactory(type="training")
    client.get(reverse("spreadsheets:export", args=["events"]))
    assert not AuditEntry.objects.filter(action="exported").exists()

    export(client, "events", "csv", "?type__exact=training")

    entry = AuditEntry.objects.get(action="exported")
    assert (entry.person, entry.details) == (
        "nadia",
        {"rows_of": "events", "count": 1, "format": "csv", "filters": {"type__exact": ["training"]}},
    )


def test_words_looked_for_stay_off_the_audit_log_for_they_may_be_a_name():
    body_of(export(signed_in(), "events", "csv", "?q=Amina+Hassan&type__exact=training"))

    entry = AuditEntry.objects.get(action="exported")
    assert entry.details["filters"] == {"q": ["(…)"], "type__exact": ["training"]}


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_may_see_the_records_takes_them_out(kind):
    client = signed_in_with("pages.view_page")

    assert client.get(reverse("spreadsheets:export", args=[kind])).status_code == 403
    assert export(client, kind).status_code == 403
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_who_may_look_may_export_and_not_import():
    client = signed_in_with("events.view_event")
    factories.EventFactory(slug="som")

    assert slugs(export(client, "events")) == ["som"]
    assert (
        reverse("spreadsheets:upload")
        not in client.get(reverse("admin:events_event_changelist")).content.decode()
    )


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_no_cell_is_a_formula(format_):
    title = '=HYPERLINK("https://example.org")'
    factories.EventFactory(title_en=title, city_en=" ＋1")

    answer = export(signed_in(), "events", format_)

    if format_ == "csv":
        text = body_of(answer).decode("utf-8-sig")
        assert '"\'=HYPERLINK(""https://example.org"")"' in text
        assert "'＋1" in text
    else:
        row = dict(zip(*sheet_in(answer), strict=True))
        assert (row["Title (English)"], row["City (English)"]) == (f"'{title}", "'＋1")


def test_workbook_explains_its_columns_and_lies_right_to_left_in_arabic():
    client = signed_in()
    book = load_workbook(BytesIO(body_of(export(client, "events", "xlsx"))))
    explained = {row[1].value: row for row in book.worksheets[1].rows}

    assert not book.worksheets[0].sheet_view.rightToLeft
    assert "thematic_workshop: Thematic workshop" in explained["type"][3].value
    assert (explained["type"][4].value, explained["slug"][0].value) == ("for a new row", "Address")
    client.cookies["django_language"] = "ar"
    book = load_workbook(BytesIO(body_of(export(client, "events", "xlsx"))))
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True, True]


@pytest.mark.parametrize("count", [1, 20])
def test_export_takes_the_same_queries_for_any_number_of_rows(count):
    theme, partner = factories.ThemeFactory(), factories.OrganisationFactory()
    for number in range(count):
        event = factories.EventFactory(series=factories.SeriesFactory())
        event.themes.add(theme)
        factories.ParticipationFactory(event=event, partner=partner)
        document = factories.DocumentFactory(adopting_event=event)
        document.related_events.add(event)
        provision = factories.ProvisionFactory(document=document)
        commitment = factories.CommitmentFactory(provision=provision, theme=theme)
        commitment.actors.add(partner)
        factories.ChairmanshipFactory(partner=partner, slug=f"t-{uuid4()}", number=number + 1)
    client = signed_in()

    assert {kind: queries_of_export(client, kind) for kind in KINDS} == QUERIES


def queries_of_export(client, kind):
    with CaptureQueriesContext(connection) as queries:
        body_of(export(client, kind))
    return len(queries)


QUERIES = {
    "events": 11,
    "participations": 10,
    "partners": 6,
    "documents": 12,
    "commitments": 7,
    "themes": 6,
    "series": 6,
    "chairmanships": 6,
}


def test_workbook_that_would_take_too_long_is_not_offered(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS_OF_A_WORKBOOK", 1)
    client = signed_in()
    factories.EventFactory.create_batch(2)

    assert client.get(reverse("spreadsheets:export", args=["events"])).context["is_too_many"]
    assert export(client, "events", "xlsx").status_code == 404
    assert len(slugs(export(client, "events"))) == 2


@pytest.mark.parametrize("kind", IMPORTED)
def test_template_names_all_columns_and_holds_an_example(kind):
    [header, example] = sheet_in(signed_in().get(reverse("spreadsheets:template", args=[kind, "xlsx"])))
    text = body_of(signed_in(username="omar").get(reverse("spreadsheets:template", args=[kind, "csv"])))

    columns = KINDS[kind].read_columns
    assert header == [column.label for column in columns]
    assert example == [column.example or None for column in columns]
    assert text.startswith(b"\xef\xbb\xbf")
