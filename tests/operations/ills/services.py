"""Ills of what the portal speaks with: mail, clock, PgBouncer, caches."""

import shutil
import subprocess
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from time import time
from types import SimpleNamespace

import pytest
from redis import Redis

from tests.operations import servers
from tests.operations.ills.place import NOBODY_LISTENS, spoils


@spoils("mail.is_accepted", "firewall")
def mail_server_away(place):
    place.use_mail(place.stack.enter_context(servers.mail_server()))
    yield
    place.settings.EMAIL_PORT = NOBODY_LISTENS


@spoils("mail.is_accepted", "name and password")
def mail_server_refuses_the_password(place):
    account = {"EMAIL_HOST_USER": "portal", "EMAIL_HOST_PASSWORD": "wrong"}
    place.use_mail(place.stack.enter_context(servers.mail_server()), **account)
    yield
    place.use_mail(place.stack.enter_context(servers.mail_server(refuses="AUTH")))


@spoils("mail.is_accepted", "EMAIL_FROM")
def mail_server_refuses_the_sender(place):
    place.use_mail(place.stack.enter_context(servers.mail_server()))
    yield
    place.use_mail(place.stack.enter_context(servers.mail_server(refuses="MAIL")))


@spoils("clock.kept_in_step", "systemd-timesyncd")
def clock_nobody_keeps_right(place):
    place.patch.setattr("operations.doctor.kernel_clock.HEARD", place.folder)
    yield
    place.patch.setattr("operations.doctor.kernel_clock.HEARD", place.folder / "nothing")

    def as_kernel_says(told):
        told._obj.status = 0x2040
        return 5

    place.patch.setattr("ctypes.CDLL", lambda _name: SimpleNamespace(adjtimex=as_kernel_says))


@spoils("clock.public_address", "set-ntp")
def clock_an_hour_slow(place):
    place.serve(servers.other_site())
    yield
    place.serve(servers.other_site(date=formatdate(time() - 3600, usegmt=True)))


@spoils("database.pooler_answers", "systemctl start pgbouncer")
def pooler_away(place):
    yield
    place.settings.DATABASE_POOLER_URL = f"postgres://portal@127.0.0.1:{NOBODY_LISTENS}/portal"


@spoils("caches.redis", "REDIS_URL")
def redis_away(place):
    yield
    use_redis(place, f"redis://localhost:{NOBODY_LISTENS}/0")


@spoils("caches.redis", "noeviction")
def redis_forgets(place):
    address = place.stack.enter_context(redis_server(place))
    use_redis(place, address)
    yield
    with Redis.from_url(address) as redis:
        redis.config_set("maxmemory", "100mb")
        redis.config_set("maxmemory-policy", "allkeys-lru")


def use_redis(place, address):
    place.settings.REDIS_URL = address
    shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    place.settings.CACHES = {**place.settings.CACHES, "shared": shared}


@contextmanager
def redis_server(place):
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs redis-server")
    socket = place.folder / "redis.socket"
    process = subprocess.Popen(  # noqa: S603 - our own server
        [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(place.folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(socket.exists)
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait()


def wait_until(is_so):
    end = time() + 10
    while not is_so() and time() < end:
        pass
    assert is_so()


@spoils("caches.counters_are_shared", "VAR_DIR")
def counters_not_writable(place):
    yield
    place.settings.VAR_DIR = Path("/proc/self")


@spoils("caches.pages_are_kept", "PAGE_CACHE_MEGABYTES=16")
def no_page_kept(place):
    yield
    place.settings.PAGE_CACHE_MEGABYTES = 0
