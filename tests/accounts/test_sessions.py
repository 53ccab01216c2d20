"""accounts/sessions.py and khartoum/staff.py: sessions end, some for good, and what was theirs is known."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import second_factor
from accounts.models import User
from accounts.sessions import SEEN_AT, SIGNED_IN_AT
from khartoum.staff import AuthenticationMiddleware
from tests.signing_in import PASSWORD, colleague, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

MINUTE = 60
HOUR = 60 * MINUTE


@pytest.fixture
def amal(client):
    user = colleague()
    sign_in(client)
    return user


def later(client, seconds, *, seen=True):
    """The session was begun, and last seen, so much earlier."""
    session = client.session
    session[SIGNED_IN_AT] -= seconds
    if seen:
        session[SEEN_AT] -= seconds
    session.save()


def ended_session_of(client, rf):
    """What the middleware tells the pages behind it."""
    request = rf.get("/admin/")
    request.session = client.session
    AuthenticationMiddleware(lambda request: HttpResponse())(request)
    return request.ended_session_of


def test_session_ends_after_three_hours_without_a_click(client, amal):
    later(client, 3 * HOUR - MINUTE)
    assert is_signed_in(client)

    later(client, 3 * HOUR)
    assert not is_signed_in(client)
    assert not is_signed_in(client)


def test_session_ends_after_twelve_hours_however_busy(client, amal):
    for _hour in range(11):
        later(client, HOUR)
        assert is_signed_in(client)

    later(client, HOUR)
    assert not is_signed_in(client)


def test_session_of_a_day_when_the_clock_was_ahead_lasts_no_longer_than_others(client, amal):
    later(client, -24 * HOUR)
    assert is_signed_in(client)

    later(client, 3 * HOUR)
    assert not is_signed_in(client)


def test_session_without_a_beginning_is_over(client, amal):
    session = client.session
    del session[SIGNED_IN_AT]
    session.save()

    assert not is_signed_in(client)


def test_session_is_written_once_a_minute_at_most(client, amal, django_assert_num_queries):
    before = client.session[SEEN_AT]
    later(client, MINUTE)
    is_signed_in(client)
    seen = client.session[SEEN_AT]
    assert seen >= before

    later(client, MINUTE // 2)
    is_signed_in(client)
    assert client.session[SEEN_AT] == seen - MINUTE // 2


def test_page_learns_whose_session_has_ended_until_somebody_signs_in(client, rf, amal):
    assert ended_session_of(client, rf) is None
    later(client, 4 * HOUR)
    assert not is_signed_in(client)

    assert ended_session_of(client, rf) == amal
    assert ended_session_of(client, rf) == amal

    sign_in(client)
    assert ended_session_of(client, rf) is None
    assert is_signed_in(client)


def test_ended_session_holds_nothing_but_whose_it_was(client, amal):
    session = client.session
    session["something"] = "secret"
    session.save()
    later(client, 4 * HOUR)
    is_signed_in(client)

    assert list(client.session.keys()) == ["ended_session"]


def test_next_in_the_same_browser_is_not_taken_for_the_last(client, rf, amal):
    colleague("nadia")
    later(client, 4 * HOUR)
    is_signed_in(client)

    sign_in(client, "nadia")

    assert ended_session_of(client, rf) is None
    assert "ended_session" not in client.session
    later(client, 4 * HOUR)
    is_signed_in(client)
    assert ended_session_of(client, rf).username == "nadia"


def disabled(user):
    user.is_active = False
    user.save()
    user.is_active = True
    user.save()


def disabled_by_the_way(user):
    User.objects.get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.is_active = True
    user.save(update_fields=["is_active"])


def new_password(user):
    user.set_password("eleven red boats")
    user.save()


@pytest.mark.parametrize("ended", [disabled, disabled_by_the_way, new_password, second_factor.reset])
def test_session_is_gone_for_good(client, amal, ended):
    ended(User.objects.get())

    assert not is_signed_in(client)
    assert amal.pk not in [client.session.get("_auth_user_id")]


@pytest.mark.parametrize("ended", [disabled, new_password, second_factor.reset])
def test_session_that_had_run_out_before_is_gone_with_the_others(client, rf, amal, ended):
    later(client, 4 * HOUR)
    is_signed_in(client)

    ended(User.objects.get())

    assert ended_session_of(client, rf) is None


def test_session_met_while_the_account_was_disabled_does_not_come_back(client, amal):
    """Also where somebody disabled the account past its `save`."""
    User.objects.update(is_active=False)
    assert not is_signed_in(client)

    User.objects.update(is_active=True)

    assert not is_signed_in(client)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, amal):
    other = Client()
    sign_in(other)
    new = "eleven red boats"

    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_one_signs_out_everywhere_but_here(client, amal):
    other = Client()
    sign_in(other)

    assert client.get(reverse("account_end_other_sessions")).status_code == 405
    assert is_signed_in(other)
    client.post(reverse("account_end_other_sessions"))

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_cookie_outlives_the_session_and_no_script_reads_it(client):
    colleague()

    cookie = sign_in(client).cookies["sessionid"]

    assert cookie["max-age"] == 36 * HOUR
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
