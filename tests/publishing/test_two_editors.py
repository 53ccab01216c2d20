"""Two people press the button in the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from events.models import Event
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = pytest.mark.once


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_of_two_forms_sent_at_once_is_saved_and_the_other_is_told():
    event = factories.EventFactory(title_en="Meeting")
    page = reverse("admin:events_event_change", args=[event.pk])
    clients = {name: signed_in(name) for name in ("nadia", "omar")}
    forms = {name: fields_of(client.get(page), "event_form") for name, client in clients.items()}
    together, answers = Barrier(2), {}

    def send(name):
        together.wait()
        answers[name] = clients[name].post(page, {**forms[name], "title_en": f"Of {name}"})
        connection.close()

    threads = [Thread(target=send, args=[name]) for name in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [saved] = [name for name, answer in answers.items() if answer.status_code == 302]
    [told] = [name for name, answer in answers.items() if answer.status_code == 200]
    assert Event.objects.get().title_en == f"Of {saved}"
    assert errors_of(answers[told])["__all__"][0].startswith(f"{saved} saved this record at ")
