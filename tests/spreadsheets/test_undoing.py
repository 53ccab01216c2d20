import pytest
from reversion.models import Revision

from accounts.models import AuditEntry, User
from events.models import Event, Participation
from members.models import Partner
from publishing.actions import publish
from spreadsheets.undoing import CannotUndoError, UndoneError, obstacles, undo
from tests import factories
from tests.spreadsheets.sheets import checked, csv_of, finish, somebody
from tests.spreadsheets.test_importing import imported
from tests.staff import signed_in_with

pytestmark = pytest.mark.django_db


def undone(run, person=None):
    finish(undo(run=run, person=person or somebody()))
    run.refresh_from_db()
    return run


def reasons(run, person=None):
    return [(one.title, one.reason) for one in obstacles(run, person or somebody())]


@pytest.fixture
def som():
    return factories.EventFactory(slug="som", title_en="SOM", city_en="Kampala")


@pytest.fixture
def run(som):
    som.themes.add(factories.ThemeFactory(slug="data"))
    som.save()
    content = csv_of(
        ["slug", "title", "type", "city", "themes"],
        ["som", "", "", "Rome", ""],
        ["new", "Workshop", "training", "Oslo", "data"],
    )
    return imported(checked("events", content, empties=False))


def test_what_was_changed_is_as_before_and_what_was_made_is_gone(run, som):
    undone(run)

    assert [(event.slug, event.city_en) for event in Event.objects.all()] == [("som", "Kampala")]
    assert [theme.slug for theme in som.themes.all()] == ["data"]
    assert (run.state, run.undone_by) == ("undone", somebody())


def test_undoing_is_on_the_audit_log_and_in_the_history(run):
    undone(run)

    assert Revision.objects.latest("pk").get_comment() == "Import of “rows.csv” undone"
    entry = AuditEntry.objects.filter(action="imported").latest("pk")
    assert (entry.object_id, entry.details) == (str(run.pk), {"rows_of": "events", "undone": True})


def test_participations_are_taken_back_from_their_event(som):
    kenya, oslo = factories.PartnerFactory(slug="kenya"), factories.PartnerFactory(slug="norway")
    kept = factories.ParticipationFactory(event=som, partner=kenya, role="host", order=3)
    content = csv_of(
        ["event", "partner", "role", "order"], ["som", "kenya", "host", "1"], ["som", "norway", "chair", "2"]
    )
    run = imported(checked("participations", content))
    assert list(Participation.objects.values_list("partner", "order")) == [(kenya.pk, 1), (oslo.pk, 2)]

    undone(run)

    assert list(Participation.objects.values_list("pk", "partner", "order")) == [(kept.pk, kenya.pk, 3)]


def test_nothing_is_undone_once_somebody_has_changed_one_of_the_records(run, som):
    som.refresh_from_db()
    som.venue_en = "Town hall"
    som.save()

    assert reasons(run) == [("SOM", "It has been changed since.")]
    with pytest.raises(CannotUndoError):
        undone(run)
    assert Event.objects.filter(slug="new").exists()


def test_what_has_been_published_since_is_not_deleted(run):
    publish(record=Event.objects.get(slug="new"))

    assert reasons(run) == [("Workshop", "It has been changed since.")]


def test_what_others_need_is_not_deleted_and_the_reason_is_told(som):
    run = imported(
        checked(
            "partners",
            csv_of(["slug", "name", "kind"], ["iom", "IOM", "organisation"], ["au", "AU", "organisation"]),
        )
    )
    factories.ParticipationFactory(event=som, partner=Partner.objects.get(slug="iom"))

    with pytest.raises(CannotUndoError) as refused:
        undone(run)

    assert [one.title for one in refused.value.obstacles] == ["IOM"]
    assert set(Partner.objects.values_list("slug", flat=True)) == {"iom", "au"}


def test_what_was_deleted_since_hinders_only_where_it_was_there_before(run, som):
    Event.objects.get(slug="new").delete()
    assert reasons(run) == []
    som.refresh_from_db()
    som.delete()

    assert reasons(run) == [("SOM", "It has been deleted since.")]


def test_import_is_undone_once(run):
    undone(run)

    with pytest.raises(UndoneError):
        undone(run)


def test_who_may_not_publish_or_delete_does_not_undo(run):
    signed_in_with("events.add_event", "events.change_event")
    editor = User.objects.get(username="amal")

    assert reasons(run, editor) == [
        ("SOM", "It is public or about to be, and may be changed only by somebody who may publish."),
        ("Workshop", "It would be deleted, and you may not delete."),
    ]


@pytest.mark.parametrize("count", [1, 20])
def test_looking_for_obstacles_takes_the_same_queries_for_any_number(django_assert_num_queries, count):
    rows = ([f"e-{number}", f"Event {number}", "training"] for number in range(count))
    run = imported(checked("events", csv_of(["slug", "title", "type"], *rows)))
    person = somebody()

    with django_assert_num_queries(2):
        assert list(obstacles(run, person)) == []
