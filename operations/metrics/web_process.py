"""A web process that counts: what it does besides answering, and what that costs (next to nothing)."""

import logging
from collections.abc import Callable, Iterable
from threading import Event, Thread
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import connections
from django.db.models.signals import post_save

from declarations.models import StoredFile
from events.models import PictureFile
from operations.metrics import counting
from operations.metrics.instruments import Instruments
from operations.metrics.snapshots import Own, figures_of

log = logging.getLogger(__name__)

WRITTEN_EVERY = 5.0


class Counted:
    """The portal's WSGI application, and how many it has answered: what Django has not seen of these, the
    page cache has answered. Such an answer takes some 20 µs, so it is counted by adding one to a number."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.answered = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = self.application(environ, start_response)
        self.answered += 1
        return answer


def counted(application: Callable[..., Iterable[bytes]]) -> Counted:
    """Once for each process, when it begins to serve."""
    instruments = counting.begin()
    connect()
    found = Counted(application)
    writer = Writer(found, instruments)
    Thread(target=writer.run, name="metrics", daemon=True).start()
    return found


def connect() -> None:
    """What the apps below tell anybody who asks; none of them knows of figures."""
    user_logged_in.connect(_signed_in, dispatch_uid="operations.metrics")
    user_login_failed.connect(_refused, dispatch_uid="operations.metrics")
    post_save.connect(_uploaded, sender=StoredFile, dispatch_uid="operations.metrics.documents")
    post_save.connect(_uploaded, sender=PictureFile, dispatch_uid="operations.metrics.pictures")


def _signed_in(**_signal: Any) -> None:
    counting.count_sign_in("ok")


def _refused(credentials: dict[str, Any], **_signal: Any) -> None:
    counting.count_sign_in("refused_second_factor" if "factor" in credentials else "refused")


def _uploaded(sender: Any, created: bool, raw: bool = False, **_signal: Any) -> None:
    if created and not raw:
        counting.count_upload("document" if sender is StoredFile else "picture")


class Writer:
    """Reads now and then what others count for themselves, and writes all figures down."""

    def __init__(self, application: Counted, instruments: Instruments) -> None:
        self.application, self.instruments = application, instruments
        # Only when there is something to write: where it cannot be made, the portal serves all the same.
        self.own: Own | None = None
        self.hits = 0
        self.of_pools: dict[tuple[str, str], float] = {}

    def run(self) -> None:
        pause = Event()
        while True:
            self.try_to_write()
            pause.wait(WRITTEN_EVERY)

    def try_to_write(self) -> None:
        try:
            self.write()
        except Exception:
            # Figures are not worth a web process.
            log.warning("The figures of this process could not be written.", exc_info=True)

    def write(self) -> None:
        self.read_page_cache()
        self.read_pools()
        if self.own is None:
            self.own = Own()
        self.own.write(figures_of(self.instruments.registry))

    def read_page_cache(self) -> None:
        # Those that Django is still at work on would make it fall for a moment.
        hits = max(self.hits, self.application.answered - self.instruments.answered_by_django)
        cache: Any = self.application.application
        is_cut_off = hasattr(cache, "record") and cache.record.has_failed
        self.instruments.cache_cut_off.set(int(is_cut_off))
        self.instruments.cache_answers.labels("stale" if is_cut_off else "hit").inc(hits - self.hits)
        self.hits = hits
        pages = getattr(cache, "pages", None)
        self.instruments.cache_pages.set(len(pages.kept) if pages else 0)
        self.instruments.cache_bytes.set(pages.bytes if pages else 0)

    def read_pools(self) -> None:
        for alias in connections:
            # Asking the connection for its pool would open one.
            pool = getattr(connections[alias], "_connection_pools", {}).get(alias)
            if pool is not None:
                self.read_pool(alias, pool.get_stats())

    def read_pool(self, alias: str, told: dict[str, int]) -> None:
        found = self.instruments
        found.pool_connections.labels(alias).set(told.get("pool_size", 0))
        found.pool_free.labels(alias).set(told.get("pool_available", 0))
        found.pool_waiting.labels(alias).set(told.get("requests_waiting", 0))
        for counter, name, unit in (
            (found.pool_waited, "requests_wait_ms", 1000),
            (found.pool_refused, "requests_errors", 1),
            (found.pool_lost, "connections_lost", 1),
        ):
            now, before = told.get(name, 0), self.of_pools.get((alias, name), 0)
            # A pool that was opened anew begins to count anew.
            counter.labels(alias).inc((now - before if now >= before else now) / unit)
            self.of_pools[alias, name] = now
