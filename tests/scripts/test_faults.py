"""How the fault harness judges what comes back and what is left. The faults themselves: `make faults`."""

import pytest

from scripts.faults.asking import Answer
from scripts.faults.forms import fields_of, multipart
from scripts.faults.judging import Asked, Question, outcome_of
from scripts.faults.ledger import Fate, Kind, Ledger
from scripts.faults.parts.unit import unit_of
from scripts.faults.soak import Soak, growth, plot, settled
from scripts.faults.trial import Demands, Trial
from scripts.faults.truth import Truth, note

pytestmark = pytest.mark.once

NOT_NOW = {"cache-control": "no-store", "retry-after": "5", "content-type": "text/html; charset=utf-8"}
FRENCH = b'<!DOCTYPE html><html lang="fr"><p>Revenez plus tard.</p></html>\n'


def answer(status=200, body=FRENCH, headers=NOT_NOW):
    return Answer(status, headers, body, took=0.1)


@pytest.mark.parametrize(
    ("path", "given", "outcome"),
    [
        ("/fr/events/", answer(), "good"),
        ("/ar/events/", answer(), "wrong body"),
        ("/fr/events/", answer(body=FRENCH[:-10]), "wrong body"),
        ("/api/v1/events/", answer(body=b'{"results": []}'), "good"),
        ("/api/v1/events/", answer(body=b'{"results": ['), "wrong body"),
        ("/fr/events/", answer(503), "clear 503"),
        ("/en/events/", answer(503), "unclear 503"),
        ("/fr/events/", answer(503, headers={**NOT_NOW, "cache-control": "public"}), "unclear 503"),
        ("/api/v1/events/", answer(503), "unclear 503"),
        ("/fr/events/", answer(502), "502 of nginx"),
        ("/fr/events/", answer(500, b"Traceback (most recent call last):"), "trace"),
        ("/fr/events/", answer(404), "status 404"),
    ],
)
def test_an_answer_is_good_clear_or_one_of_the_ways_to_fail(path, given, outcome):
    assert outcome_of(Question("page", path), given) == outcome


class Book:
    """Holds of each token so many, with so much missing."""

    def __init__(self, **held):
        self.held = held

    def asked(self, write):
        return self.held.get(write.token, (0, []))


@pytest.mark.parametrize(
    ("fate", "held", "found"),
    [
        (Fate.ACKNOWLEDGED, (1, []), ""),
        (Fate.ACKNOWLEDGED, (0, []), "lost"),
        (Fate.ACKNOWLEDGED, (2, []), "doubled"),
        (Fate.UNKNOWN, (0, []), ""),
        (Fate.UNKNOWN, (1, []), ""),
        (Fate.UNKNOWN, (1, ["no revision"]), "half"),
        (Fate.REFUSED, (1, []), "kept_though_refused"),
    ],
)
def test_what_was_written_must_be_there_once_and_whole(fate, held, found):
    write = Ledger().open(Kind.CREATED, "one", slug="one")
    write.fate = fate
    truth = Truth()

    note(truth, write, Book(one=held))

    assert list(truth.said()) == ([found] if found else [])


def asked(began, outcome="good", *, sort="kept page", took=0.1):
    return Asked(Question(sort, "/en/"), began, took, outcome)


def test_the_service_is_back_when_nothing_that_begins_fails_any_more():
    trial = Trial("away", site=None, demands=Demands(back_within=2.0, kept_pages_stay=True))
    trial.causes = [(10.0, 12.0), (20.0, 22.0)]
    trial.asked = [
        asked(11, "clear 503", sort="API"),
        asked(12.5, "clear 503", sort="API"),
        asked(13),
        asked(25, "clear 503", sort="API"),
    ]

    assert trial.back_after() == 3.0
    assert trial.misses() == ["back after 3.0 s, over 2"]


def test_a_kept_page_may_not_fail_while_the_database_is_away():
    trial = Trial("away", site=None, demands=Demands(kept_pages_stay=True))
    trial.causes = [(10.0, 12.0)]
    trial.asked = [asked(11, "clear 503"), asked(11, "clear 503", sort="API")]

    assert trial.misses() == ["kept pages while it was away: 1 clear 503"]


def test_a_share_of_requests_may_fail_and_no_more():
    trial = Trial("killed", site=None, demands=Demands(most_failed=0.001))
    trial.asked = [asked(number) for number in range(999)] + [asked(999, "cut")]
    assert trial.misses() == []

    trial.asked.append(asked(1000, "cut"))
    assert trial.misses() == ["2 of 1001 requests failed (0.20 %): {'cut': 2}"]


def test_a_form_that_was_told_nothing_counts_as_a_failed_request_and_one_broken_off_on_purpose_does_not():
    trial = Trial("reloaded", site=None, demands=Demands(most_failed=0))
    trial.asked = [asked(number) for number in range(9)]
    sent = trial.ledger.open(Kind.CREATED, "one", slug="one")
    trial.ledger.open(Kind.DOCUMENT, "cut", slug="cut")
    sent.ended, sent.said = sent.began + 1, "502"

    assert trial.misses() == ["1 of 10 requests failed (10.00 %): {'502': 1}"]


def test_growth_is_that_of_the_last_tenth_over_the_first_once_caches_have_filled():
    soak = Soak(warmed_after=30, memory={"worker": [10.0] * 30 + [100.0] * 90 + [110.0] * 10, "gone": [1.0]})

    assert {name: growth(samples) for name, samples in settled(soak).items()} == {
        "worker": pytest.approx(0.1)
    }
    assert plot([0.0, 50.0, 100.0]) == "▁▅█"


def test_a_form_is_read_and_sent_as_a_browser_would():
    page = """
        <form method="post" action="/admin/logout/"><input name="out" value="1"><input name="b"></form>
        <form method="post" id="event_form">
          <input name="title" value="A"><input type="checkbox" name="seen"><input type="submit" name="_save">
          <select name="type"><option value="x"><option value="y" selected></select>
          <textarea name="text">
words</textarea><input name="row-__prefix__-name" value="template">
        </form>
    """

    assert fields_of(page) == {"title": ["A"], "type": ["y"], "text": ["words"]}
    assert fields_of(page, "/admin/logout/") == {"out": ["1"], "b": [""]}
    body, kind = multipart({"title": ["A"]}, {"upload": ("a.txt", b"bytes")})
    assert kind.startswith("multipart/form-data; boundary=")
    assert b'name="upload"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nbytes\r\n' in body


def test_the_portal_is_started_as_its_unit_says(tmp_path):
    unit = unit_of("a", tmp_path)

    assert unit.command[0].endswith("/granian")
    assert ["--uds", f"{tmp_path}/a.starting"] == unit.command[3:5]
    assert unit.after[-1] == ["/bin/mv", f"{tmp_path}/a.starting", f"{tmp_path}/a.sock"]
    assert unit.farewell[0] == ["/bin/rm", "-f", f"{tmp_path}/a.sock"]
    assert unit.reload == [["/bin/kill", "-HUP", "$MAINPID"]]
    assert "--respawn-failed-workers" in unit.command
    steps = [unit.command, *unit.before, *unit.after, *unit.farewell]
    assert not [word for step in steps for word in step if "%" in word or "$" in word or "srv" in word]
    assert unit.restarts_after < 2
    assert unit.environment["MALLOC_ARENA_MAX"] == "1"
