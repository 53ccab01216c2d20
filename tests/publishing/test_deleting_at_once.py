"""One deletes a record in the moment in which another saves what goes with it."""

from threading import Thread
from time import monotonic, sleep

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from events.models import Event, Picture
from tests import factories
from tests.html_forms import main_form_of
from tests.publishing.pending_desk import page_of, told
from tests.staff import signed_in

MEANWHILE = "Somebody saved something at the same moment, so nothing was done. Please try again."
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


ALONE, ONE_OF_SEVERAL = "delete", "changelist"


def asked_at(desk, event, page):
    """Where the page that asks is, and what its button sends."""
    if page == ALONE:
        address = page_of(event, page)
        return address, main_form_of(desk.get(address))
    address = reverse(f"admin:events_event_{page}")
    sent = {"action": "delete_selected", "_selected_action": [event.pk]}
    return address, main_form_of(desk.post(address, sent))


def wait_until_somebody_waits():
    until = monotonic() + 20
    with connection.cursor() as cursor:
        while monotonic() < until:
            if cursor.execute(WAITING).fetchone()[0]:
                return
            sleep(0.02)
    pytest.fail("nobody waits for the row that is held")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", [ALONE, ONE_OF_SEVERAL])
def test_what_goes_with_it_is_saved_and_the_page_asks_again(page):
    picture = factories.PictureFactory(draft=True)
    event = Event.objects.get()
    desk, answers = signed_in(), []
    address, asked = asked_at(desk, event, page)

    def press():
        answers.append(desk.post(address, asked))
        connection.close()

    other = Thread(target=press)
    with transaction.atomic():
        # As whoever saves it does, before anything else.
        Picture.objects.order_by("pk").select_for_update().get()
        other.start()
        wait_until_somebody_waits()
        # Takes the event last.
        picture.save()
    other.join()

    assert [answer.status_code for answer in answers] == [200]
    assert told(answers[0]) == [("error", f"{event}: somebody has saved it meanwhile. Look at it again.")]
    assert Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("page", [ALONE, ONE_OF_SEVERAL])
def test_whoever_deletes_in_a_deadlock_is_told(page):
    event = factories.EventFactory()
    desk, refused = signed_in(), []
    address, asked = asked_at(desk, event, page)

    def deadlocked(execute, sql, params, many, context):
        if not refused and sql.startswith('DELETE FROM "events_event"'):
            refused.append(sql)
            raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(deadlocked):
        answer = desk.post(address, asked)

    assert (len(refused), answer.url, Event.objects.count()) == (1, address, 1)
    assert told(answer) == [("error", MEANWHILE)]
    assert desk.post(address, asked).status_code == 302
    assert not Event.objects.exists()
