"""A colleague saves a record while an import, or its undoing, is at work."""

from threading import Thread

import pytest
from django.db import connection, transaction

from events.models import Event
from spreadsheets import checking, undoing
from spreadsheets.importing import write_all
from spreadsheets.undoing import CannotUndoError, obstacles, undo
from tests import factories
from tests.spreadsheets.sheets import checked, csv_of, finish, somebody
from tests.spreadsheets.test_importing import imported

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def saved_by_a_colleague(slug, **texts):
    """The thread in which it is saved; it ends once whoever holds the record has let it go."""

    def save():
        with transaction.atomic():
            event = Event.objects.select_for_update().get(slug=slug)
            for name, text in texts.items():
                setattr(event, name, text)
            event.save()
        connection.close()

    thread = Thread(target=save)
    thread.start()
    return thread


def test_what_a_colleague_saves_while_an_import_is_undone_is_not_written_over(monkeypatch):
    monkeypatch.setattr(undoing, "PORTION", 1)
    for slug in ("first", "second"):
        factories.EventFactory(slug=slug, title_en=slug, city_en="Kampala")
    run = imported(checked("events", csv_of(["slug", "city"], ["first", "Rome"], ["second", "Rome"])))

    task = undo(run=run, person=somebody())
    next(task)
    saved_by_a_colleague("first", venue_en="Town hall").join()
    with pytest.raises(CannotUndoError) as refused:
        finish(task)

    assert [(one.title, one.reason) for one in refused.value.obstacles] == [
        ("first", "It has been changed since.")
    ]
    assert Event.objects.get(slug="first").venue_en == "Town hall"
    assert list(Event.objects.values_list("city_en", flat=True)) == ["Rome", "Rome"]
    run.refresh_from_db()
    assert run.state == "imported"


def test_what_a_colleague_saves_of_an_event_whose_rows_are_imported_is_not_undone_with_them(monkeypatch):
    monkeypatch.setattr(checking, "PORTION", 1)
    som = factories.EventFactory(slug="som")
    for slug in ("kenya", "norway"):
        partner = factories.PartnerFactory(slug=slug)
        factories.ParticipationFactory(event=som, partner=partner, role="host", order=3)
    rows = ([som.slug, slug, "host", "1"] for slug in ("kenya", "norway"))
    run = checked("participations", csv_of(["event", "partner", "role", "order"], *rows))

    task = write_all(run=run, person=somebody(), seen=run.check_mark)
    next(task)
    colleague = saved_by_a_colleague("som", venue_en="Town hall")
    colleague.join(1)
    finish(task)
    colleague.join()

    assert Event.objects.get().venue_en == "Town hall"
    assert [one.reason for one in obstacles(run, somebody())] == ["It has been changed since."]
