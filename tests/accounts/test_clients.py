import pytest
from django.http import HttpResponse

from accounts.clients import address_of, known_browser, network_of, remember_browser
from accounts.models import User


def asked(rf, *, nearest="10.0.0.2", passed_on=None):
    headers = {} if passed_on is None else {"x-forwarded-for": passed_on}
    return rf.get("/accounts/login/", headers=headers, REMOTE_ADDR=nearest)


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, None, "10.0.0.2"),
        (0, "192.0.2.1", "10.0.0.2"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9,,, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (1, None, "10.0.0.2"),
        (3, "192.0.2.1", "192.0.2.1"),
        (1, "192.0.2.1:4711", "192.0.2.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "unknown", "10.0.0.2"),
    ],
)
def test_address_is_what_our_own_proxies_saw_and_never_what_the_client_wrote(
    rf, settings, proxies, passed_on, address
):
    settings.TRUSTED_PROXIES = proxies

    assert address_of(asked(rf, passed_on=passed_on)) == address


def test_nobody_s_address_is_none(rf):
    assert address_of(asked(rf, nearest="")) is None


def test_a_proxy_that_asks_by_a_socket_of_the_machine_is_one_of_ours_all_the_same(rf, settings):
    settings.TRUSTED_PROXIES = 1

    assert address_of(asked(rf, nearest="", passed_on="192.0.2.1, 198.51.100.7")) == "198.51.100.7"


def test_one_subscriber_has_one_network(rf):
    assert network_of(asked(rf, nearest="2001:db8:0:1::1")) == network_of(
        asked(rf, nearest="2001:db8:0:1::2")
    )
    assert network_of(asked(rf, nearest="2001:db8:0:1::1")) != network_of(
        asked(rf, nearest="2001:db8:0:2::1")
    )
    assert network_of(asked(rf, nearest="192.0.2.1")) == "192.0.2.1"


def test_browser_is_known_for_the_account_it_signed_in_to_and_for_no_other(rf):
    request, response = asked(rf), HttpResponse()
    remember_browser(request, response, User(username="Amal"))
    [cookie] = response.cookies.values()
    request.COOKIES[cookie.key] = cookie.value

    mark = known_browser(request, "amal")

    assert mark
    assert known_browser(request, "nadia") is None
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")

    again = HttpResponse()
    remember_browser(request, again, User(username="amal"))
    request.COOKIES[cookie.key] = again.cookies[cookie.key].value
    assert known_browser(request, "amal") == mark


def test_known_browser_cannot_be_made_up_or_lent(rf):
    request, response = asked(rf), HttpResponse()
    remember_browser(request, response, User(username="amal"))
    [amal] = response.cookies.values()
    other = HttpResponse()
    remember_browser(request, other, User(username="nadia"))
    [nadia] = other.cookies.values()

    for value in (f"{amal.value}x", nadia.value, "", "1"):
        request.COOKIES[amal.key] = value
        assert known_browser(request, "amal") is None
