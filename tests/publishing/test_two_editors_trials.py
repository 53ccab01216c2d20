"""Two people write into one event: again and again in turn, and on PostgreSQL a hundred times at once.

Whatever either of them has typed stands afterwards in the record, or in its history, or in the answer of the
one who was second. What the second then gives up for the other's text, they have given up themselves.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from itertools import count
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from reversion.models import Version

from publishing import changes
from publishing.dates import PartialDate
from tests import factories
from tests.html_forms import errors_of, fields_of
from tests.staff import signed_in

pytestmark = pytest.mark.once

# A hundred are minutes of writing: the build tries fewer.
TRIALS = [25, pytest.param(100, marks=pytest.mark.long)]
# One after the other, what can go wrong does not depend on the moment: fewer show it.
TRIALS_IN_TURN = 25
TEXTS = ["title_en", "title_fr", "title_ar", "city_fr", "venue_en", "text_en", "text_ar", "editor_note"]
ROWS = {
    "speakers": ["name_en", "name_ar", "function_en", "function_fr"],
    "agenda_items": ["title_en", "title_fr"],
}
MOST_EDITS = 4


@dataclass
class Editor:
    """Types words that nobody else types, wherever chance leads."""

    name: str
    chance: random.Random
    words: list = field(default_factory=list)

    def word(self):
        self.words.append(f"{self.name}{self.chance.getrandbits(48):x}")
        return self.words[-1]

    def edit(self, form):
        data = {name: list(values) for name, values in form.items()}
        self.words = []
        for _edit in range(self.chance.randint(1, MOST_EDITS)):
            self.chance.choice(
                [self.write, self.write, self.write_row, self.write_row, self.add, self.remove]
            )(data)
        # What stands in a row that is removed afterwards was taken back by who wrote it.
        sent = {value for name, values in data.items() for value in values if not self.is_removed(data, name)}
        self.words = [word for word in self.words if any(word in value for value in sent)]
        return data

    def write(self, data):
        name = self.chance.choice(TEXTS)
        word = self.word()
        data[name] = [f"<p>{word}</p>" if name.startswith("text_") else word]

    def rows(self, data, prefix):
        count = int(data[f"{prefix}-TOTAL_FORMS"][0])
        return [number for number in range(count) if f"{prefix}-{number}-DELETE" not in data]

    def write_row(self, data):
        prefix = self.chance.choice(list(ROWS))
        rows = self.rows(data, prefix)
        if rows:
            data[f"{prefix}-{self.chance.choice(rows)}-{self.chance.choice(ROWS[prefix])}"] = [self.word()]

    def add(self, data):
        prefix = self.chance.choice(list(ROWS))
        number = int(data[f"{prefix}-TOTAL_FORMS"][0])
        data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
        data[f"{prefix}-{number}-id"] = [""]
        data[f"{prefix}-{number}-event"] = [""]
        data[f"{prefix}-{number}-order"] = ["9"]
        data[f"{prefix}-{number}-{ROWS[prefix][0]}"] = [self.word()]

    def remove(self, data):
        prefix = self.chance.choice(list(ROWS))
        stored = [number for number in self.rows(data, prefix) if data.get(f"{prefix}-{number}-id", [""])[0]]
        if stored:
            data[f"{prefix}-{self.chance.choice(stored)}-DELETE"] = ["on"]

    def is_removed(self, data, name):
        prefix, _dash, rest = name.partition("-")
        return f"{prefix}-{rest.partition('-')[0]}-DELETE" in data


def event_with_rows(number):
    # On a day of its own, so that it is taken for no other.
    day = date(2000, 1, 1) + timedelta(days=30 * number)
    event = factories.EventFactory(date=PartialDate.parse(day.isoformat()))
    with changes.together():
        for number in range(2):
            factories.SpeakerFactory(event=event, order=number)
            factories.AgendaItemFactory(event=event, order=number)
    return event


class Meeting:
    """Both open the form, both send it; the second looks at the answer, chooses, and sends it again."""

    def __init__(self, seed):
        self.seed, self.numbers = seed, count()
        self.chance = random.Random(seed)  # noqa: S311 - chance, not a secret
        self.clients = {name: signed_in(name) for name in ("nadia", "omar")}
        self.editors = {name: Editor(name, self.chance) for name in self.clients}

    def opened(self):
        """What each of them sends, of an event that nobody has met over yet."""
        self.event = event_with_rows(next(self.numbers))
        self.page = reverse("admin:events_event_change", args=[self.event.pk])
        form = fields_of(self.clients["nadia"].get(self.page), "event_form")
        return {name: editor.edit(form) for name, editor in self.editors.items()}

    def send(self, name, data):
        return self.clients[name].post(self.page, data)

    def settle(self, answers):
        [first] = [name for name, answer in answers.items() if answer.status_code == 302]
        [second] = [name for name, answer in answers.items() if answer.status_code == 200]
        page, kept = answers[second], self.history()
        assert missing(self.editors[first].words, kept) == [], self.seed
        assert missing(self.editors[second].words, unescape(page.content.decode())) == [], self.seed
        conflict = page.context.get("conflict")
        choices = conflict.choices if conflict else []
        data, given_up = fields_of(page, "event_form"), ""
        for one in choices:
            is_theirs = self.chance.random() < 0.5
            if is_theirs:
                data[one.choice] = [one.value]
                given_up += one.mine
            elif one.mine == "(removed)":
                self.remove_again(data, one)
        again = self.send(second, data)
        assert again.status_code == 302, (self.seed, errors_of(again))
        assert missing(self.editors[second].words, self.history() + given_up) == [], self.seed
        assert missing(self.editors[first].words, self.history()) == [], self.seed

    def remove_again(self, data, choice):
        """The box is not marked any more where the row came back with the answer: it is, in a browser."""
        prefix, key = choice.name.split("-")
        for number in range(int(data[f"{prefix}-TOTAL_FORMS"][0])):
            if data.get(f"{prefix}-{number}-id") == [key]:
                data[f"{prefix}-{number}-DELETE"] = ["on"]

    def history(self):
        """All that is kept: the present state is the latest of it."""
        newest = Version.objects.order_by("-pk")[:60]
        return "\n".join(version.serialized_data for version in newest)


def missing(words, text):
    return [word for word in words if word not in text]


@pytest.mark.once
@pytest.mark.django_db
def test_one_after_the_other_nothing_is_lost():
    meeting = Meeting(seed=2014)

    contested = 0
    for _trial in range(TRIALS_IN_TURN):
        sent = meeting.opened()
        order = meeting.chance.sample(list(sent), 2)
        answers = {name: meeting.send(name, sent[name]) for name in order}
        meeting.settle(answers)
        contested += bool(answers[order[1]].context["conflict"].choices)

    # That they met over the same words now and then, and not only over different ones.
    assert contested > TRIALS_IN_TURN / 10


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trials", TRIALS)
def test_however_often_in_the_same_moment_nothing_is_lost(trials):
    meeting = Meeting(seed=2015)
    together = Barrier(2)

    def send(name, data):
        together.wait()
        return meeting.send(name, data)

    with ThreadPoolExecutor(2) as people:
        for _trial in range(trials):
            sent = meeting.opened()
            running = {name: people.submit(send, name, data) for name, data in sent.items()}
            meeting.settle({name: one.result() for name, one in running.items()})
        closing = Barrier(2)

        def leave():
            closing.wait()
            connection.close()

        for one in [people.submit(leave), people.submit(leave)]:
            one.result()
