"""How often the API may be asked: by anybody, and by whoever shows a key.

What an answer to nobody in particular says of it is the same for everybody, so that any cache may keep it.
What is left is told to whoever shows a key, in answers that no cache gives to others, and to whoever has
asked too often. What a cache answers costs nothing, and is not counted.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from accounts.api_keys import key_of, note_use
from accounts.clients import network_of
from accounts.counters import counters
from publishing.problems import is_for_api, problem_response

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]

PERIOD = 60
ADVICE_WITHOUT_KEY = (
    "To need fewer: ask lists for more rows with page_size, and send back the ETag of what you have. A free "
    "key of the secretariat allows more."
)
ADVICE_WITH_KEY = (
    "To need fewer: ask lists for more rows with page_size, and send back the ETag of what you have."
)
WRONG_KEY = (
    "The Authorization header has no key that may be used: send “Bearer” and a key of this portal that has "
    "neither expired nor been revoked. Without the header the API answers too, only less often."
)


@dataclass
class Allowance:
    """What one client may ask in this period; told in the fields of the IETF's draft on rate limits."""

    policy: str
    most: int
    count: int
    seconds: int

    @property
    def is_used_up(self) -> bool:
        return bool(self.most) and self.count > self.most

    def tell_policy(self, response: HttpResponse) -> None:
        if self.most:
            response.headers["RateLimit-Policy"] = f'"{self.policy}";q={self.most};w={PERIOD}'

    def tell_what_is_left(self, response: HttpResponse) -> None:
        if self.most:
            left = max(0, self.most - self.count)
            response.headers["RateLimit"] = f'"{self.policy}";r={left};t={self.seconds}'


def api_limits(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        # A browser asks with OPTIONS first, and cannot show a key there.
        if not is_for_api(request.path_info) or request.method == "OPTIONS":
            return get_response(request)
        shown = request.headers.get("Authorization")
        if shown is None:
            response = to_anybody(request, get_response)
        else:
            response = to_whoever_shows(shown, request, get_response)
        # No cache may give to one what it keeps for the other.
        patch_vary_headers(response, ["Authorization"])
        return response

    return middleware


def to_anybody(request: HttpRequest, get_response: Answer) -> HttpResponse:
    allowance = _of_address(request)
    if allowance.is_used_up:
        return _too_many(allowance, ADVICE_WITHOUT_KEY)
    response = get_response(request)
    allowance.tell_policy(response)
    return response


def to_whoever_shows(shown: str, request: HttpRequest, get_response: Answer) -> HttpResponse:
    scheme, _space, secret = shown.partition(" ")
    key = key_of(secret.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        # Whoever tries keys is counted as anybody is; never answered as if there were no key.
        allowance = _of_address(request)
        return _too_many(allowance, ADVICE_WITHOUT_KEY) if allowance.is_used_up else _wrong_key(allowance)
    allowance = _allowance("key", f"key {key.pk}", settings.API_REQUESTS_A_MINUTE_WITH_KEY)
    if allowance.is_used_up:
        return _too_many(allowance, ADVICE_WITH_KEY)
    note_use(key)
    response = get_response(request)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    allowance.tell_policy(response)
    allowance.tell_what_is_left(response)
    return response


def _of_address(request: HttpRequest) -> Allowance:
    return _allowance("anonymous", f"address {network_of(request)}", settings.API_REQUESTS_A_MINUTE)


def _allowance(policy: str, who: str, most: int) -> Allowance:
    period, passed = divmod(int(time()), PERIOD)
    try:
        count = counters().count(who, period) if most else 0
    except OSError:
        # A full disk must not close the API.
        log.warning("Requests to the API cannot be counted.", exc_info=True)
        count = 0
    return Allowance(policy, most, count, PERIOD - passed)


def _too_many(allowance: Allowance, advice: str) -> HttpResponse:
    response = problem_response(
        429,
        f"More than {allowance.most} requests in {PERIOD} seconds. Come back in {allowance.seconds} "
        f"seconds. {advice}",
        retry_after=allowance.seconds,
    )
    response.headers["Retry-After"] = str(allowance.seconds)
    response.headers["Cache-Control"] = "no-store"
    # Whoever does not stop asking fills no log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    allowance.tell_policy(response)
    allowance.tell_what_is_left(response)
    return response


def _wrong_key(allowance: Allowance) -> HttpResponse:
    response = problem_response(401, WRONG_KEY)
    response.headers["WWW-Authenticate"] = 'Bearer realm="Khartoum Process API", error="invalid_token"'
    response.headers["Cache-Control"] = "no-store"
    allowance.tell_policy(response)
    return response
