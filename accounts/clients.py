"""Where a request comes from: its address, and whether its browser is known."""

import secrets
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User, plain_name

# What one subscriber is given: counting single addresses of it would count nothing.
IPV6_PREFIX = 64
KNOWN_BROWSER_AGE = 365 * 24 * 60 * 60
KNOWN_BROWSER_PATH = "/accounts/"
KNOWN_BROWSER_SALT = "accounts.known_browser"


def address_of(request: HttpRequest) -> str | None:
    """The client's address.

    Each proxy of ours adds on the right of X-Forwarded-For whom it was asked by. Whatever stands further to
    the left was written by the client, who may write anything. Who asks by a socket of the machine is the
    nearest, too, though without an address.
    """
    nearest = request.META.get("REMOTE_ADDR", "").strip()
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.TRUSTED_PROXIES else []
    chain = [*(entry.strip() for entry in passed_on if entry.strip()), nearest]
    claimed = chain[max(0, len(chain) - 1 - settings.TRUSTED_PROXIES)]
    return _as_address(claimed) or _as_address(nearest)


def network_of(request: HttpRequest) -> str:
    """What tries from one place are counted by."""
    address = address_of(request)
    if address is None:
        return ""
    if isinstance(ip_address(address), IPv6Address):
        return str(ip_network(f"{address}/{IPV6_PREFIX}", strict=False))
    return address


def _as_address(text: str) -> str | None:
    """Some proxies add the port."""
    for candidate in (text, text.rpartition(":")[0].strip("[]")):
        try:
            address = ip_address(candidate)
        except ValueError:
            continue
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(address)
    return None


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a completed sign-in: from now on this browser's wrong tries are counted apart from strangers'."""
    name = plain_name(user.get_username())
    mark = known_browser(request, name) or secrets.token_urlsafe(12)
    response.set_cookie(
        _cookie_name(name),
        signing.dumps([name, mark], salt=KNOWN_BROWSER_SALT),
        max_age=KNOWN_BROWSER_AGE,
        path=KNOWN_BROWSER_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_browser(request: HttpRequest, name: str) -> str | None:
    """The mark of a browser from which this account has been signed in to; a stranger cannot make one."""
    try:
        signed = request.COOKIES.get(_cookie_name(name), "")
        known, mark = signing.loads(signed, salt=KNOWN_BROWSER_SALT, max_age=KNOWN_BROWSER_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return mark if known == name else None


def _cookie_name(name: str) -> str:
    """One for each account: several people may share a computer."""
    return f"known_{salted_hmac(KNOWN_BROWSER_SALT, name, algorithm='sha256').hexdigest()[:16]}"
