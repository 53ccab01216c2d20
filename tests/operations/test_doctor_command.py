"""The examination as a whole: bounded, in the reader's language, and plain in how it ends."""

import json
import threading
import time

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext

from operations.doctor import examination
from operations.doctor.registry import CHECKS, Check, error, warning

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def of(*looks, **options):
    return [Check("server", look, **options) for look in looks]


DATABASE_ANSWERS = [check for check in CHECKS if check.name == "database.answers"]


def well():
    yield from ()


def ill():
    yield error("The clock stands still.", "Wind it up.")


def poorly():
    yield warning("The clock is slow.", "Set it.")


def fails():
    raise RuntimeError("no clock")
    yield


@pytest.fixture
def checks(monkeypatch):
    def use(*checks):
        monkeypatch.setattr(examination, "CHECKS", list(checks))

    return use


def asked(capsys, *options):
    """What it says, and how it ends."""
    ended = 0
    try:
        call_command("doctor", *options)
    except SystemExit as end:
        ended = end.code
    return capsys.readouterr().out, ended


@pytest.mark.parametrize(
    ("looks", "options", "end"),
    [
        ([well], [], 0),
        ([well, poorly], [], 0),
        ([well, poorly], ["--strict"], 1),
        ([ill, well], [], 1),
        ([ill], ["--group", "mail"], 0),
    ],
)
def test_it_ends_with_one_if_there_is_an_error(checks, capsys, looks, options, end):
    checks(*of(*looks))

    assert asked(capsys, *options)[1] == end


def test_people_read_what_is_wrong_and_what_to_do(checks, capsys):
    checks(*of(well, ill, poorly))

    told, _ended = asked(capsys)

    assert "Server:\n  ERROR  The clock stands still.\n    → Wind it up.\n" in told
    assert "1 error and 1 warning. 3 things looked at" in told


def test_programs_read_the_same(checks, capsys):
    checks(*of(well, ill))

    told = json.loads(asked(capsys, "--json")[0])

    assert (told["looked_at"], told["errors"], told["warnings"]) == (2, 1, 0)
    assert told["findings"] == [
        {
            "check": "server.ill",
            "group": "server",
            "level": "error",
            "problem": "The clock stands still.",
            "cure": "Wind it up.",
        }
    ]


def test_one_that_fails_or_hangs_keeps_no_other_from_being_looked_at(checks, monkeypatch):
    thaw = threading.Event()

    def hangs():
        thaw.wait(20)
        yield from ()

    checks(*of(fails, hangs, ill), *of(fails, poorly, asks_database=True), *DATABASE_ANSWERS)
    monkeypatch.setattr(examination, "PATIENCE", 0.3)

    began = time.monotonic()
    told = [finding.problem for one in examination.examine() for finding in one.findings]
    thaw.set()

    assert time.monotonic() - began < 5
    assert told == [
        "“server.fails” could not be looked at: RuntimeError: no clock",
        "“server.hangs” had no answer in time.",
        "The clock stands still.",
        "“server.fails” could not be looked at: RuntimeError: no clock",
        "The clock is slow.",
    ]


def test_each_is_told_in_the_language_of_who_asks(checks):
    def speaks():
        yield warning(gettext("Home"), "")

    checks(*of(speaks), *of(speaks, asks_database=True), *DATABASE_ANSWERS)

    with translation.override("fr"):
        told = [finding.problem for one in examination.examine() for finding in one.findings]

    assert told == ["Accueil", "Accueil"]


def test_what_only_production_needs_is_not_asked_of_a_local_portal(checks, settings):
    checks(*of(ill, only_in_production=True))

    settings.PRODUCTION = False
    assert examination.examine() == []
    settings.PRODUCTION = True
    assert examination.count(examination.examine()) == 1


def test_a_letter_is_sent_to_whom_is_named(checks, settings):
    checks()
    settings.SENDS_MAIL = True

    call_command("doctor", "--send-mail-to", "amal@example.org")
    assert mail.outbox[0].to == ["amal@example.org"]

    settings.SENDS_MAIL = False
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("doctor", "--send-mail-to", "amal@example.org")
