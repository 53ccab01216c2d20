import pytest
from django.db import IntegrityError
from reversion.models import Revision

from accounts.models import AuditEntry
from events.models import Event, Participation
from members.models import Partner
from publishing.models import Change
from spreadsheets import importing
from spreadsheets.checking import Check
from spreadsheets.corrections import take_typed
from spreadsheets.importing import ClosedError, OutdatedError, OvertakenError, check, overlay, write_all
from spreadsheets.models import ImportRow, ImportRun, Trace
from tests import factories
from tests.spreadsheets.sheets import (
    changes_of,
    checked,
    csv_of,
    finish,
    problems_of,
    somebody,
)

pytestmark = pytest.mark.django_db


def imported(run, person=None):
    finish(write_all(run=run, person=person or somebody(), seen=run.check_mark))
    run.refresh_from_db()
    return run


def test_new_events_become_drafts_and_changed_ones_stay_as_public_as_they_are():
    factories.EventFactory(slug="som", city_en="Kampala")
    theme = factories.ThemeFactory(slug="return")
    content = csv_of(
        ["address", "title", "type", "city", "themes", "date"],
        ["som", "", "", "Entebbe", "return", ""],
        ["", "Workshop on data", "Training", "Nairobi", "Return; return", "May 2027"],
    )
    theme.name_en = "Return"
    theme.save()

    run = imported(checked("events", content))

    som, new = Event.objects.get(slug="som"), Event.objects.get(slug="workshop-on-data")
    assert (som.city_en, som.state, list(som.themes.all())) == ("Entebbe", "published", [theme])
    assert (new.state, new.type, str(new.date), list(new.themes.all())) == (
        "draft",
        "training",
        "May 2027",
        [theme],
    )
    assert (run.state, run.imported_by) == ("imported", somebody())
    assert list(run.traces.values_list("title", "was_created")) == [
        (str(som), False),
        ("Workshop on data", True),
    ]


def test_import_is_one_change_of_each_record_and_one_revision_of_the_persons():
    events = factories.EventFactory.create_batch(2)
    content = csv_of(["slug", "city"], *([event.slug, "Rome"] for event in events))
    last = Change.objects.latest("sequence").sequence

    imported(checked("events", content))

    changes = Change.objects.filter(sequence__gt=last)
    assert sorted(changes.values_list("slug", "verb")) == [(event.slug, "changed") for event in events]
    revision = Revision.objects.latest("pk")
    assert (revision.user, revision.get_comment()) == (somebody(), "Imported from “rows.csv”")
    assert revision.version_set.count() == 2


def test_import_is_on_the_audit_log():
    factories.EventFactory(slug="som")

    run = imported(checked("events", csv_of(["slug", "city"], ["som", "Rome"])))

    entry = AuditEntry.objects.get(action="imported")
    assert (entry.object_id, entry.person, entry.details) == (
        str(run.pk),
        "nadia",
        {"rows_of": "events", "added": 0, "changed": 1},
    )


def test_nothing_is_written_where_the_last_row_is_refused_and_the_row_says_why():
    factories.PartnerFactory(slug="som")
    names = ["name", "kind", "iso", "region"]
    content = csv_of(
        names,
        ["Kenya", "country", "KE", "horn_and_east_africa"],
        ["Uganda", "country", "UG", "horn_and_east_africa"],
        ["Kenia", "country", "KE", "horn_and_east_africa"],
    )
    run = checked("partners", content)
    assert problems_of(run) == []

    with pytest.raises(OutdatedError) as refused:
        imported(run)

    assert Partner.objects.count() == 1
    assert (Trace.objects.count(), AuditEntry.objects.filter(action="imported").count()) == (0, 0)
    assert {row: [one["column"] for one in problems] for row, problems in refused.value.problems.items()} == {
        4: ["iso"]
    }


def test_nothing_is_written_where_the_database_itself_refuses(monkeypatch):
    factories.EventFactory(slug="som")
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"]))

    def refuse(self, **options):
        raise IntegrityError

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(OutdatedError) as refused:
        imported(run)

    assert refused.value.problems == {
        2: [
            {
                "column": "",
                "message": "It does not go together with another row of the file or with another record.",
            }
        ]
    }


def test_what_changed_since_the_check_is_not_written_over_unseen():
    event = factories.EventFactory(slug="som", city_en="Kampala")
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"]))
    event.city_en = "Jinja"
    event.save()

    with pytest.raises(OutdatedError):
        imported(run)

    assert Event.objects.get().city_en == "Jinja"


def test_rows_are_not_written_where_their_event_is_saved_after_they_were_looked_at(monkeypatch):
    factories.PartnerFactory(slug="kenya")
    event = factories.EventFactory(slug="som")
    run = checked("participations", csv_of(["event", "partner", "role"], ["som", "kenya", "host"]))
    findings = Check.findings

    def saved_meanwhile(self, rows):
        for found in findings(self, rows):
            event.save()
            yield found

    monkeypatch.setattr(Check, "findings", saved_meanwhile)
    with pytest.raises(OutdatedError):
        imported(run)

    assert not Participation.objects.exists()


def test_what_somebody_changed_beside_the_import_stays():
    event = factories.EventFactory(slug="som", city_en="Kampala")
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"]))
    event.venue_en = "Town hall"
    event.save()

    imported(run)

    event = Event.objects.get()
    assert (event.city_en, event.venue_en) == ("Rome", "Town hall")


def test_run_with_a_problem_or_imported_already_is_not_imported():
    factories.EventFactory(slug="som")
    wrong = checked("events", csv_of(["slug", "date"], ["som", "soon"]))
    right = imported(checked("events", csv_of(["slug", "city"], ["som", "Rome"])))

    for run, error in ((wrong, OutdatedError), (right, ClosedError)):
        with pytest.raises(error):
            finish(write_all(run=run, person=somebody(), seen=run.check_mark))
    assert AuditEntry.objects.filter(action="imported").count() == 1


def test_check_that_ends_after_somebody_has_imported_leaves_that_as_it_is(monkeypatch):
    monkeypatch.setattr("spreadsheets.checking.PORTION", 1)
    for slug in ("som", "ministerial"):
        factories.EventFactory(slug=slug)
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"], ["ministerial", "Cairo"]))
    late = check(run=ImportRun.objects.get(), person=somebody())
    next(late)
    finish(check(run=run, person=somebody()))
    imported(run)

    with pytest.raises(ClosedError):
        finish(late)

    run.refresh_from_db()
    assert run.state == ImportRun.State.IMPORTED
    assert set(run.rows.values_list("outcome", flat=True)) == {"changed"}


def test_check_that_ends_after_another_has_begun_leaves_its_findings_as_they_are(monkeypatch):
    monkeypatch.setattr("spreadsheets.checking.PORTION", 1)
    for slug in ("som", "ministerial"):
        factories.EventFactory(slug=slug, city_en="Kampala")
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"], ["ministerial", "Cairo"]))
    late = check(run=ImportRun.objects.get(), person=somebody())
    next(late)
    ImportRun.objects.update(mapping={"0": "slug", "1": "venue_en"})
    finish(check(run=ImportRun.objects.get(), person=somebody()))

    with pytest.raises(OvertakenError):
        finish(late)

    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED
    assert [column for _row, column, _before, _after in changes_of(run)] == ["venue_en", "venue_en"]


def test_row_beyond_the_first_pages_is_corrected_where_it_is_shown():
    factories.EventFactory(slug="som")
    run = checked("participations", csv_of(["event", "partner", "role"], ["som", "Etiopia", "host"]))
    ImportRow.objects.bulk_create(
        ImportRow(run=run, number=number, cells=["som", "Etiopia", "host"], outcome="problem")
        for number in range(3, 2_103)
    )

    assert take_typed(run=run, sent={"cell-2102-1": "Ethiopia"}, seen=run.check_mark) == 1

    assert run.rows.get(number=2_102).cells == ["som", "Ethiopia", "host"]


@pytest.mark.parametrize("is_gone", [True, False])
def test_nothing_is_done_to_what_was_imported_or_thrown_away_meanwhile(is_gone):
    factories.EventFactory(slug="som")
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"]))
    late = ImportRun.objects.get()
    if is_gone:
        run.delete()
    else:
        imported(run)

    for task in (
        lambda: finish(check(run=late, person=somebody())),
        lambda: finish(write_all(run=late, person=somebody(), seen=late.check_mark)),
        lambda: overlay(run=late, problems={}, notice="Nothing was imported."),
        lambda: take_typed(run=late, sent={"leave-out-2": "on"}, seen=late.check_mark),
    ):
        with pytest.raises(ClosedError):
            task()
    assert list(ImportRun.objects.values_list("state", "notice")) == ([] if is_gone else [("imported", "")])
    assert ImportRow.objects.count() == (0 if is_gone else 1)


def test_import_that_nobody_waits_for_leaves_nothing(monkeypatch):
    monkeypatch.setattr(importing, "PORTION", 1)
    monkeypatch.setattr("spreadsheets.checking.PORTION", 1)
    factories.PartnerFactory(slug="kenya")
    for number in range(3):
        factories.EventFactory(slug=f"som-{number}")
    rows = ([f"som-{number}", "kenya", "host"] for number in range(3))
    run = checked("participations", csv_of(["event", "partner", "role"], *rows))

    task = write_all(run=run, person=somebody(), seen=run.check_mark)
    next(task)
    assert Participation.objects.count() == 1
    task.close()

    assert Participation.objects.count() == 0
    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED


@pytest.mark.parametrize("count", [1, 5])
def test_each_row_that_is_written_takes_a_bounded_number_of_queries(django_assert_max_num_queries, count):
    factories.PartnerFactory(slug="kenya")
    event = factories.EventFactory(slug="som")
    roles = list(Participation.Role)[:count]
    run = checked(
        "participations", csv_of(["event", "partner", "role"], *(["som", "kenya", role] for role in roles))
    )

    with django_assert_max_num_queries(60 + 12 * count):
        imported(run)
    assert event.participations.count() == count


def test_commitments_and_documents_come_in_with_what_they_name():
    event = factories.EventFactory(slug="summit")
    valletta = factories.DocumentFactory(slug="jvap")
    provision = factories.ProvisionFactory(document=valletta, eid="para-12")
    kenya = factories.PartnerFactory(slug="kenya")

    imported(
        checked(
            "documents",
            csv_of(
                ["title", "type", "nature", "availability", "adopting_event", "adopted", "languages_seen"],
                [
                    "Nairobi Declaration",
                    "Declaration",
                    "outcome",
                    "text_seen",
                    "summit",
                    "8 May 2027",
                    "en; ar",
                ],
            ),
        )
    )
    imported(
        checked(
            "commitments",
            csv_of(
                ["title", "document", "provision", "actors", "due"],
                ["Double the grants", "jvap", "para-12", "kenya", "2028"],
            ),
        )
    )

    document = event.adopted_documents.get()
    assert (document.slug, str(document.adopted), document.languages_seen) == (
        "nairobi-declaration",
        "8 May 2027",
        ["en", "ar"],
    )
    commitment = provision.commitments.get()
    assert (commitment.slug, list(commitment.actors.all()), commitment.state) == (
        "double-the-grants",
        [kenya],
        "draft",
    )
