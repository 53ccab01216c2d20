import pytest
from django.utils import timezone

from accounts.models import User
from events.models import Event, Participation
from members.models import Partner
from publishing.dates import PartialDate
from publishing.models import Publishable
from spreadsheets.importing import check
from spreadsheets.models import ImportRow
from tests import factories
from tests.spreadsheets.sheets import (
    changes_of,
    checked,
    csv_of,
    finish,
    outcomes_of,
    problems_of,
    somebody,
)
from tests.staff import signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NAMES = ["event", "partner", "role"]


@pytest.fixture
def event():
    return factories.EventFactory(
        slug="som", title_en="Senior Officials’ Meeting", title_fr="Réunion des hauts fonctionnaires"
    )


@pytest.fixture
def ethiopia():
    return factories.PartnerFactory(
        slug="ethiopia",
        name_en="Ethiopia",
        name_fr="Éthiopie",
        name_ar="إثيوبيا",
        iso="ET",
        other_names={"en": ["FDRE"]},
    )


def test_event_that_is_to_come_is_not_held_and_one_of_this_year_may_be():
    this, following = timezone.localdate().year, timezone.localdate().year + 1
    names = ["slug", "title_en", "type", "status", "date"]
    rows = [[f"in-{year}", "Meeting", "thematic_meeting", "held", str(year)] for year in (this, following)]

    run = checked("events", csv_of(names, *rows))

    told = (
        f"It cannot have been held: its date, {following}, is still to come. "
        "Choose “planned”, or correct the date."
    )
    assert [(column, message) for _row, column, message in problems_of(run)] == [("status", told)]


@pytest.mark.parametrize("name", ["ethiopia", "ETHIOPIA", "Ethiopia", "ethiopie", "إثيوبيا", "ET", "FDRE"])
@pytest.mark.parametrize("title", ["som", "Senior Officials’ Meeting", "réunion des hauts  fonctionnaires"])
def test_records_are_known_by_address_and_by_name_in_any_language(event, ethiopia, name, title):
    run = checked("participations", csv_of(NAMES, [title, name, "host"]))

    assert (problems_of(run), outcomes_of(run)) == ([], ["new"])


def test_unknown_name_is_told_by_row_and_column_with_what_may_be_meant(event, ethiopia):
    run = checked(
        "participations", csv_of(NAMES, ["som", "Etiopia", "host"], ["Senior Meeting", "Ethiopia", "chief"])
    )

    assert problems_of(run) == [
        (2, "partner", "No partner is called “Etiopia”. Did you mean “Ethiopia”?"),
        (3, "event", "No event is called “Senior Meeting”. Did you mean “Senior Officials’ Meeting”?"),
        (
            3,
            "role",
            "“chief” is not among the choices: host, co-host, chair, co-chair, outgoing chair, "
            "incoming chair, organiser, participant.",
        ),
    ]


def test_name_that_several_have_is_not_guessed():
    for slug in ("a", "b"):
        factories.EventFactory(slug=slug, title_en="Thematic Meeting")
    factories.PartnerFactory(slug="kenya")

    run = checked("participations", csv_of(NAMES, ["Thematic Meeting", "kenya", "host"]))

    assert [message for _row, _column, message in problems_of(run)] == [
        "Several events are called “Thematic Meeting”. Write an address, like “a”."
    ]


def test_row_of_a_participation_that_is_there_is_unchanged_and_a_second_one_is_refused(event, ethiopia):
    factories.ParticipationFactory(event=event, partner=ethiopia, role="host")

    run = checked("participations", csv_of(NAMES, ["som", "ET", "host"], ["som", "Ethiopia", "Host"]))

    assert outcomes_of(run) == ["unchanged", "problem"]
    assert problems_of(run) == [(3, "", "It is about the same as row 2. Leave one of them out.")]


def test_only_real_changes_are_shown(event):
    run = checked(
        "events",
        csv_of(
            ["address", "title", "city", "date", "themes"],
            ["som", event.title_en, "Entebbe", '"3–4 May 2023"', ""],
        ),
    )

    assert changes_of(run) == [(2, "city_en", "Kampala", "Entebbe")]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2018", PartialDate.parse("2018")),
        ("May 2018", PartialDate.parse("2018-05")),
        ("mai 2018", PartialDate.parse("2018-05")),
        ("8–9 May 2018", PartialDate.parse("2018-05-08", "2018-05-09")),
        ("2018-05-08 – 2018-05-09", PartialDate.parse("2018-05-08", "2018-05-09")),
        ("08/05/2018", PartialDate.parse("2018-05-08")),
    ],
)
def test_dates_are_read_as_people_write_them(event, written, date):
    run = checked("events", csv_of(["slug", "date"], ["som", written]))

    assert changes_of(run) == [(2, "date", "3–4 May 2023", str(date))]


def test_each_thing_that_is_wrong_with_a_row_is_told():
    run = checked(
        "events",
        csv_of(
            ["title", "type", "mode", "country", "date", "participants count", "time zone"],
            ["Workshop", "thematic_workshop", "online", "Kenya", "soon", "many", "Mars"],
            ["", "training", "", "", "", "", ""],
        ),
    )

    assert [(row, column) for row, column, _message in problems_of(run)] == [
        (2, "date"),
        (2, "participants_count"),
        (2, "time_zone"),
        (2, ""),
        (3, ""),
        (3, "title_en"),
        (3, "slug"),
    ]
    assert problems_of(run)[3][2] == "An online event has no place: empty the country, or change the mode."


def test_error_of_a_spreadsheet_is_no_title(event):
    run = checked("events", csv_of(["slug", "title"], ["som", "#REF!"]))

    assert problems_of(run) == [(2, "title_en", "“#REF!” is an error of the spreadsheet, not a value.")]


def test_row_without_an_address_never_writes_over_a_record_unasked(event):
    run = checked("events", csv_of(["title", "type"], ["SOM", "training"]))

    assert [(row, column) for row, column, _message in problems_of(run)] == [(2, "slug")]


def test_empty_cell_leaves_the_field_unless_it_is_said_to_empty_it(event):
    rows = csv_of(["slug", "city", "date"], ["som", "", ""])

    assert outcomes_of(checked("events", rows)) == ["unchanged"]
    assert changes_of(checked("events", rows, empties=True)) == [
        (2, "date", "3–4 May 2023", ""),
        (2, "city_en", "Kampala", ""),
    ]


def test_event_is_known_by_its_identifier_where_its_address_changed(event):
    run = checked(
        "events", csv_of(["identifier", "address"], [str(event.uid), "som-2023"], [str(event.pk), "x"])
    )

    assert changes_of(run) == [(2, "slug", "som", "som-2023")]
    assert problems_of(run)[0][:2] == (3, "uid")


def test_same_event_by_identifier_and_by_address_is_refused(event):
    run = checked(
        "events", csv_of(["identifier", "address", "city"], [str(event.uid), "", "A"], ["", "som", "B"])
    )

    assert problems_of(run) == [(3, "", "It is about the same as row 2. Leave one of them out.")]


def test_formatted_text_may_be_plain_and_is_made_safe(event):
    run = checked(
        "events",
        csv_of(
            ["slug", "What happened (English)", "What happened (French)"],
            ["som", '"One & two.\n\nThree."', "<p onclick=x>Un</p><script>deux</script>"],
        ),
    )
    assert [after for _row, _column, _before, after in changes_of(run)] == ["One &amp; two. Three.", "Un"]


def test_paragraph_is_found_in_the_document_of_its_row():
    valletta = factories.DocumentFactory(slug="jvap", title_en="Joint Valletta Action Plan")
    rome = factories.DocumentFactory(slug="rome")
    para = factories.ProvisionFactory(document=valletta, eid="para-12", number="12")
    factories.ProvisionFactory(document=rome, eid="para-12", number="12")
    factories.CommitmentFactory(slug="grants", provision=para, title_en="Grants")
    names = ["address", "document", "provision", "title"]

    run = checked(
        "commitments",
        csv_of(
            names,
            ["grants", "jvap", "para-12", "Grants"],
            ["new", "Joint Valletta Action Plan", "12", "Visas"],
            ["lost", "jvap", "para-99", "Lost"],
        ),
    )
    moved = checked("commitments", csv_of(names, ["grants", "rome", "para-12", "Grants"]))

    assert outcomes_of(run) == ["unchanged", "new", "problem"]
    assert problems_of(run)[0] == (4, "provision", "The document has no paragraph “para-99”.")
    assert [column for _row, column, _before, _after in changes_of(moved)] == ["document", "provision"]


def test_what_is_public_never_comes_to_rest_on_low_confidence(event):
    run = checked("events", csv_of(["slug", "confidence"], ["som", "low"]))

    assert [column for _row, column, _message in problems_of(run)] == ["confidence"]


def test_check_changes_nothing_but_what_it_found(event, ethiopia):
    before = (list(Event.objects.values()), list(Partner.objects.values()))

    checked("participations", csv_of(NAMES, ["som", "ET", "host"]))
    checked("events", csv_of(["slug", "city"], ["som", "Rome"]))

    assert (list(Event.objects.values()), list(Partner.objects.values())) == before
    assert not Participation.objects.exists()


def person_with(*names):
    signed_in_with(*names)
    return User.objects.get(username="amal")


def test_editor_may_change_drafts_and_not_what_is_public_or_about_to_be(event):
    factories.EventFactory(slug="draft", draft=True)
    factories.EventFactory(slug="soon", scheduled=True)
    editor = person_with("events.add_event", "events.change_event")

    rows = csv_of(["slug", "city"], ["draft", "Rome"], ["som", "Rome"], ["soon", "Rome"])
    run = checked("events", rows, person=editor)

    assert outcomes_of(run) == ["changed", "problem", "problem"]
    assert outcomes_of(checked("events", rows)) == ["changed"] * 3


def test_participation_counts_as_a_change_of_its_event(event, ethiopia):
    factories.EventFactory(slug="draft", draft=True)
    editor = person_with("events.change_event")

    run = checked(
        "participations", csv_of(NAMES, ["draft", "ET", "host"], ["som", "ET", "host"]), person=editor
    )

    assert outcomes_of(run) == ["new", "problem"]


def test_who_may_only_change_adds_nothing(event):
    run = checked(
        "events",
        csv_of(["title", "type"], ["Workshop", "training"]),
        person=person_with("events.change_event"),
    )

    assert problems_of(run) == [(2, "", "It would be new, and you may not add any.")]


@pytest.mark.parametrize("count", [1, 60])
def test_rows_that_change_nothing_take_the_same_queries_however_many(django_assert_num_queries, count):
    partner = factories.PartnerFactory(slug="kenya")
    theme = factories.ThemeFactory()
    events = factories.EventFactory.create_batch(count)
    for one in events:
        one.themes.add(theme)
    participations = csv_of(NAMES, *([one.title_en, "kenya", "host"] for one in events))
    for one in events:
        factories.ParticipationFactory(event=one, partner=partner, role="host")
    content = csv_of(["slug", "title", "themes"], *([one.slug, one.title_en, theme.slug] for one in events))
    runs = [checked("events", content), checked("participations", participations)]
    assert [row.outcome for run in runs for row in run.rows.all()] == [
        ImportRow.Outcome.UNCHANGED
    ] * count * 2

    person = somebody()
    for run in runs:
        with django_assert_num_queries(17):
            finish(check(run=run, person=person))


def test_new_rows_become_drafts_in_the_preview_already():
    run = checked("partners", csv_of(["name", "kind", "iso", "region"], ["Kenya", "country", "KE", "eu"]))

    assert outcomes_of(run) == ["new"]
    assert Partner().state == Publishable.State.DRAFT
