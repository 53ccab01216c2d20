"""Two people press the button of one prepared edit in the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from events.models import Event
from publishing.models import PendingChange
from tests import factories
from tests.publishing.pending_desk import page_of, prepared
from tests.staff import signed_in

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*calls):
    together, answers = Barrier(len(calls)), []

    def run(call):
        together.wait()
        answers.append(call())
        connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_edit_is_released_once_and_the_other_is_told():
    event = factories.EventFactory(title_en="Meeting")
    clients = [signed_in(name) for name in ("nadia", "omar")]
    pending = prepared(clients[0], event, title_en="Conference")
    revision = Event.objects.get().revision
    page = page_of(event, "prepared_release", pending.pk)
    sent = {"revision": revision, "pending_revision": pending.revision}

    answers = at_once(*(lambda client=client: client.post(page, sent).url for client in clients))

    saved = Event.objects.get()
    # Who comes last is led to the edit, which is closed by now.
    assert sorted(answers) == [page_of(event), page_of(event, "prepared", pending.pk)]
    assert (saved.title_en, saved.revision) == ("Conference", revision + 1)
    assert PendingChange.objects.get().outcome == "released"


def test_edit_that_is_thrown_away_meanwhile_is_not_released_as_well():
    event = factories.EventFactory(title_en="Meeting")
    clients = [signed_in(name) for name in ("nadia", "omar")]
    pending = prepared(clients[0], event, title_en="Conference")
    sent = {"revision": Event.objects.get().revision, "pending_revision": pending.revision}
    pages = [page_of(event, f"prepared_{step}", pending.pk) for step in ("release", "discard")]

    at_once(
        *(
            lambda client=client, page=page: client.post(page, sent)
            for client, page in zip(clients, pages, strict=True)
        )
    )

    outcome = PendingChange.objects.get().outcome
    assert Event.objects.get().title_en == {"released": "Conference", "discarded": "Meeting"}[outcome]
