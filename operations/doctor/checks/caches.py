"""Whether what all workers count together is really counted together, and public pages are kept."""

import os
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import gettext as _

from accounts.counter_file import PeriodFile
from accounts.counters import SHARED
from operations.doctor.registry import Findings, as_told, check, error, warning

PATIENCE = 2
HERE = {"localhost", "127.0.0.1", "::1", None}


@check("caches")
def counters_are_shared() -> Findings:
    """Two who open the same file beside the real ones, as two workers do, count on from each other."""
    place = Path(settings.VAR_DIR) / f"doctor-{token_hex(8)}.count"
    try:
        is_shared = _count_on(place)
    except OSError as problem:
        yield error(
            _("The API’s requests cannot be counted in %(folder)s: %(problem)s")
            % {"folder": settings.VAR_DIR, "problem": as_told(problem)},
            _("Make VAR_DIR writable for the portal’s own user, on a disk of this machine that is not full."),
        )
        return
    if not is_shared:
        yield error(
            _("Workers do not count together in %(folder)s.") % {"folder": settings.VAR_DIR},
            _("Put VAR_DIR on a disk of this machine: not every network folder is the same for all."),
        )


def _count_on(place: Path) -> bool:
    first, second = PeriodFile(place), PeriodFile(place)
    try:
        return [one.count(b"0123456789abcdef", 1) for one in (first, second, first)] == [1, 2, 3]
    finally:
        os.close(first.file)
        os.close(second.file)
        place.unlink()


@check("caches")
def redis() -> Findings:
    if SHARED not in settings.CACHES:
        return
    # Only who has Redis needs the library in memory.
    from redis import Redis  # noqa: PLC0415
    from redis.exceptions import AuthenticationError, RedisError, ResponseError  # noqa: PLC0415

    client = Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    where = _without_password(settings.REDIS_URL)
    try:
        client.ping()
        told = client.info("memory")
        key = f"doctor-{token_hex(8)}"
        caches[SHARED].set(key, 1, 10)
        has_counted = caches[SHARED].incr(key) == 2
        caches[SHARED].delete(key)
    except AuthenticationError as problem:
        yield error(
            _("Redis at %(address)s refuses the password: %(problem)s")
            % {"address": where, "problem": as_told(problem)},
            _("Correct it in REDIS_URL: redis://:password@host:6379/0"),
        )
        return
    except ResponseError as problem:
        yield error(
            _("Redis at %(address)s does not count: %(problem)s")
            % {"address": where, "problem": as_told(problem)},
            _("Make it a primary that may be written to, with a user who may, and with enough memory."),
        )
        return
    except RedisError as problem:
        yield error(
            _("Redis at %(address)s does not answer: %(problem)s. Each machine counts for itself.")
            % {"address": where, "problem": as_told(problem)},
            _(
                "Start it (systemctl start redis-server), correct REDIS_URL, or take that away where one "
                "machine serves."
            ),
        )
        return
    if not has_counted:
        yield error(
            _("Redis at %(address)s does not count.") % {"address": where},
            _("Make it a primary that may be written to, with a user who may, and with enough memory."),
        )
    policy = told.get("maxmemory_policy", "noeviction")
    if told.get("maxmemory") and policy != "noeviction":
        yield warning(
            _(
                "Redis forgets counts when its memory is full (maxmemory-policy %(policy)s): limits then "
                "do not hold."
            )
            % {"policy": policy},
            "redis-cli CONFIG SET maxmemory-policy noeviction; redis-cli CONFIG REWRITE",
        )


@check("caches", only_in_production=True)
def redis_is_private() -> Findings:
    parts = urlsplit(settings.REDIS_URL)
    if settings.REDIS_URL and parts.hostname not in HERE and not parts.password:
        yield warning(
            _("Redis at %(address)s asks for no password: whoever reaches it can lift the limits.")
            % {"address": _without_password(settings.REDIS_URL)},
            _("Set requirepass in its configuration, and REDIS_URL=redis://:password@host:6379/0"),
        )


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@check("caches")
def pages_are_kept() -> Findings:
    if not settings.PAGE_CACHE_MEGABYTES:
        yield warning(
            _("No public page is kept in memory: each visitor costs the database work."),
            _("Set PAGE_CACHE_MEGABYTES=16, or more, and see that DEBUG is off."),
        )
