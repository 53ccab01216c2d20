"""accounts/throttle.py, by the door it guards: at most five wrong tries, and nobody locked out for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import throttle
from accounts.backends import account_named
from accounts.models import AuditEntry, Tries, User
from tests.signing_in import (
    WRONG,
    code,
    colleague,
    other_code,
    sign_in,
    with_app,
    with_recovery_codes,
)

pytestmark = pytest.mark.django_db


def from_address(number):
    return {"REMOTE_ADDR": f"192.0.2.{number}"}


def tried(count, username="amal", *, client=None, first_address=1):
    """So many wrong tries, each from an address of its own."""
    client = client or Client()
    return [
        sign_in(client, username, WRONG, **from_address(first_address + number)).status_code
        for number in range(count)
    ]


def time_passes(**much):
    """Everything counted was so much longer ago."""
    for row in Tries.objects.all():
        row.last_at -= timedelta(**much)
        row.save()


@pytest.mark.parametrize("username", ["amal", "nobody"])
def test_sixth_wrong_try_is_refused_for_names_known_and_unknown(username):
    colleague()

    assert tried(7, username) == [200, 200, 200, 200, 200, 429, 429]


def test_even_the_right_password_is_not_tried_after_five_wrong_ones(monkeypatch):
    colleague()
    tried(5)
    checked = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: checked.append(raw))

    assert sign_in(Client(), **from_address(9)).status_code == 429
    assert checked == []


@pytest.mark.parametrize("spelling", ["AMAL", " amal ", "Ａmal", "aMal"])
def test_spellings_of_one_name_are_one_name(spelling):
    colleague()
    tried(5)

    assert tried(1, spelling, first_address=50) == [429]


def test_name_that_a_database_takes_for_equal_has_no_tries_of_its_own():
    """PostgreSQL writes both ı and i as I where it compares without regard to case."""
    colleague("amalia")

    assert account_named("amalıa") is None
    assert account_named("Amalia") == User.objects.get()


def test_answer_says_when_to_come_back():
    colleague()
    tried(5)
    time_passes(minutes=5)

    response = sign_in(Client(), **from_address(9))

    assert 590 <= int(response["Retry-After"]) <= 600
    assert "10 minutes" in response.content.decode()


def test_lock_ends_after_a_quarter_of_an_hour_however_often_a_stranger_goes_on_trying():
    colleague()
    tried(5)
    for _minute in range(14):
        time_passes(minutes=1)
        assert tried(1) == [429]

    time_passes(minutes=1)

    assert sign_in(Client(), **from_address(99)).status_code == 302


def test_tries_counted_while_the_clock_was_a_day_ahead_keep_nobody_out_for_a_day():
    colleague()
    tried(5)
    time_passes(days=-1)

    response = sign_in(Client(), **from_address(99))

    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 15 * 60
    time_passes(minutes=16)
    assert sign_in(Client(), **from_address(99)).status_code == 302


def test_no_quarter_of_an_hour_holds_more_than_five_wrong_tries():
    """Not four at the end of one window and five at the start of the next."""
    colleague()
    tried(4)
    time_passes(minutes=14)
    assert tried(2) == [200, 429]


def test_stranger_does_not_lock_out_the_owner_from_a_browser_that_is_known():
    colleague()
    own = Client()
    sign_in(own, **from_address(1))
    own.post(reverse("account_logout"))
    # From the owner's own office, too.
    Tries.objects.all().delete()
    stranger = Client()
    for _try in range(25):
        sign_in(stranger, "amal", WRONG, **from_address(1))
    assert sign_in(stranger, **from_address(1)).status_code == 429

    assert sign_in(own, **from_address(1)).status_code == 302


def test_known_browser_has_no_more_than_five_tries_either():
    colleague()
    own = Client()
    sign_in(own)
    own.post(reverse("account_logout"))

    assert tried(6, client=own) == [200, 200, 200, 200, 200, 429]


def test_success_forgets_the_wrong_tries_before_it():
    colleague()
    tried(4)
    assert sign_in(Client(), **from_address(8)).status_code == 302

    assert tried(6, first_address=20) == [200, 200, 200, 200, 200, 429]


def test_one_address_has_twenty_tries_over_all_names():
    answers = [sign_in(Client(), f"name{n}", WRONG, **from_address(1)).status_code for n in range(21)]

    assert answers == [200] * 20 + [429]
    assert sign_in(Client(), "another", WRONG, **from_address(2)).status_code == 200


def test_succeeding_oneself_does_not_give_an_address_its_other_tries_back():
    colleague()
    for number in range(19):
        sign_in(Client(), f"name{number}", WRONG, **from_address(1))
    assert sign_in(Client(), **from_address(1)).status_code == 302

    answers = [sign_in(Client(), f"more{n}", WRONG, **from_address(1)).status_code for n in range(2)]

    assert answers == [200, 429]


def test_forged_header_gives_no_other_address():
    for number in range(20):
        sign_in(Client(), f"name{number}", WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert sign_in(Client(), "another", WRONG, HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429


def test_codes_are_counted_like_passwords():
    secret = with_app(colleague())
    client = Client()
    sign_in(client)
    answers = [
        client.post(reverse("mfa_authenticate"), {"code": other_code(secret)}).status_code
        for _try in range(6)
    ]

    assert answers == [200, 200, 200, 200, 200, 429]
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 429


def test_recovery_codes_are_counted_with_them():
    user = colleague()
    secret, codes = with_app(user), with_recovery_codes(user)
    client = Client()
    sign_in(client)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": other_code(secret)})

    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 429


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("account_reauthenticate", {"password": WRONG}),
        (
            "account_change_password",
            {"oldpassword": WRONG, "password1": "eleven red boats", "password2": "eleven red boats"},
        ),
    ],
)
def test_whoever_sits_down_at_an_open_computer_has_five_tries_too(page, data):
    colleague()
    client = Client()
    sign_in(client)

    answers = [client.post(reverse(page), data).status_code for _try in range(6)]

    assert answers == [200, 200, 200, 200, 200, 429]


def test_used_code_is_refused_whichever_worker_it_comes_to():
    user = colleague()
    secret = with_app(user)

    assert throttle.is_first_use(user, code(secret))
    assert not throttle.is_first_use(user, code(secret))
    assert throttle.is_first_use(user, other_code(secret))


def test_log_tells_of_a_wait_once():
    user = colleague()
    tried(10)

    [told] = AuditEntry.objects.filter(action="sign_in_refused", details__why="too many tries")
    assert (told.object_id, told.details["of"]) == (str(user.pk), "password")
    assert told.address == "192.0.2.6"


def test_what_is_long_past_is_cleared_away():
    tried(3, "somebody")
    time_passes(days=2)

    tried(1, "another")

    assert Tries.objects.count() == 2


def test_names_are_kept_nowhere():
    tried(1, "hunter2 my password")

    assert "hunter2" not in str(list(Tries.objects.values()))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_twenty_tries_at_the_same_moment_five_reach_the_password(monkeypatch):
    colleague()
    reached = []
    check = hashers.check_password
    monkeypatch.setattr(
        "django.contrib.auth.base_user.check_password", lambda *args: reached.append(1) or check(*args)
    )

    def one(number):
        try:
            return sign_in(Client(), "amal", WRONG, **from_address(number)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(one, range(1, 21)))

    assert sorted(answers) == [200] * 5 + [429] * 15
    assert len(reached) == 5
