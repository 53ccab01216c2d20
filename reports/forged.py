"""Whether a form was sent by somebody who had read it, on a page of ours: known without any cookie.

What a cookie would tell is told by three things together. The browser says on which site the form stood; the
form carries the signed moment at which it was made, so that nobody can keep one for ever or send one that
was never asked for; and it has a box that no person sees, which programs like to fill in.
"""

import time
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

SALT = "reports.form"
SHORTEST = timedelta(seconds=3)
LONGEST = timedelta(hours=12)
# In seconds. The clocks of two web machines are no farther apart.
APART = 60


class TooLateError(Exception):
    """Or never signed by us, or at a moment that is still to come."""


class TooSoonError(Exception):
    """Sooner than a person could have read it."""


def signed_moment() -> str:
    return signing.TimestampSigner(salt=SALT).sign("form")


def check_moment(token: str) -> None:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(token, max_age=LONGEST)
    except signing.BadSignature as error:
        raise TooLateError from error
    if signing.b62_decode(token.split(":")[1]) > time.time() + APART:
        # Signed while a clock was wrong: else it would be too soon until that moment really comes.
        raise TooLateError
    try:
        signer.unsign(token, max_age=SHORTEST)
    except signing.SignatureExpired:
        return
    raise TooSoonError


def is_from_elsewhere(request: HttpRequest) -> bool:
    """What the browser itself says, and no page can change. Text browsers and old ones say nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in {"same-origin", "none"}:
        return True
    own = {(request.scheme, request.get_host()), urlsplit(settings.SITE_URL)[:2]}
    try:
        return origin is not None and urlsplit(origin)[:2] not in own
    except ValueError:
        # No browser sends what is no address.
        return True
