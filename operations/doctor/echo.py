"""The doctor asks the portal at its public address as whom it is seen there.

How many proxies stand in front, and whether they can be fooled, is known only to who stands behind them. Only
who holds the portal's key can ask, within a minute, and only such a one can read the answer as the portal's.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.clients import address_of

HEADER = "X-Portal-Doctor"
ASKED_SALT, TOLD_SALT = "operations.doctor.asked", "operations.doctor.told"
SECONDS = 60
# Of a network that is kept for documentation: nobody comes from there.
FORGED = "192.0.2.77"


def question() -> dict[str, str]:
    """The headers to ask with: as a stranger would who pretends to come from elsewhere."""
    return {HEADER: signing.dumps("who", salt=ASKED_SALT), "X-Forwarded-For": FORGED}


def answer(request: HttpRequest, response: HttpResponse) -> None:
    asked = request.headers.get(HEADER)
    if asked is None:
        return
    try:
        signing.loads(asked, salt=ASKED_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return
    chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = [entry.strip() for entry in chain if entry.strip() not in {"", FORGED}]
    told = {"address": address_of(request), "proxies": len(proxies), "tls": request.is_secure()}
    response.headers[HEADER] = signing.dumps(told, salt=TOLD_SALT)


def read(told: str) -> dict[str, Any] | None:
    """What the portal said. None where somebody else, or one with another key, has answered."""
    try:
        return signing.loads(told, salt=TOLD_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
