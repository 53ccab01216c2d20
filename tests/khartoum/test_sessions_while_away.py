"""The database goes between a save and the session that is written after it."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.urls import reverse

from accounts.sessions import SEEN_AT
from events.models import Event
from tests.html_forms import fields_of
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
ADD = reverse("admin:events_event_add")


def sessions_cannot_be_written(execute, sql, params, many, context):
    if sql.startswith('UPDATE "django_session"'):
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, params, many, context)


def unused_for_a_while(client):
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session[SEEN_AT] -= 600
    session.save()


def test_who_has_saved_is_told_so_although_the_session_could_not_be_written():
    nadia = signed_in()
    data = fields_of(nadia.get(ADD), "event_form")
    data |= {"title_en": "A meeting", "slug": "meeting", "type": "training", "date_from": "2025-04-09"}
    unused_for_a_while(nadia)

    with connection.execute_wrapper(sessions_cannot_be_written):
        answer = nadia.post(ADD, data)

    assert Event.objects.filter(slug="meeting").exists()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("admin:events_event_changelist"))


def test_who_reads_is_answered_although_the_session_could_not_be_written():
    nadia = signed_in()
    unused_for_a_while(nadia)

    with connection.execute_wrapper(sessions_cannot_be_written):
        assert nadia.get(ADD).status_code == 200


def test_a_session_that_somebody_has_ended_meanwhile_stays_ended():
    nadia = signed_in()
    unused_for_a_while(nadia)

    def ended(execute, sql, params, many, context):
        if sql.startswith('UPDATE "django_session"'):
            execute("DELETE FROM django_session", (), False, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ended):
        assert nadia.get(ADD).status_code == 400
