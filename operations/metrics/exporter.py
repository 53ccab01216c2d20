"""The one process that tells the figures, on a port of its own that the public never reaches."""

from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.simple_server import WSGIServer

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import InfoMetricFamily, Metric

from operations.metrics.asking import Asked
from operations.metrics.record import of_backups, of_changes, of_database
from operations.metrics.replica import of_replica
from operations.metrics.version import versions
from operations.metrics.web_processes import WebProcesses
from publishing.reading import REPLICA, has_replica


class Versions:
    def collect(self) -> Any:
        yield InfoMetricFamily("portal_build", "What runs", value=versions())


class Databases:
    """All that are set, asked at the same time: one that hangs is not waited for after another."""

    def __init__(self) -> None:
        self.asked = [Asked("database", DEFAULT_DB_ALIAS, of_database, of_changes, of_backups)]
        if has_replica():
            self.asked.append(Asked("replica", REPLICA, of_replica))

    def collect(self) -> Iterator[Metric]:
        for one in self.asked:
            one.begin()
        for one in self.asked:
            yield from one.collect()


def registry_of_all() -> CollectorRegistry:
    found = CollectorRegistry(auto_describe=False)
    collectors: list[Any] = [Versions(), WebProcesses(), Databases()]
    for collector in collectors:
        found.register(collector)
    return found


def serve() -> tuple[WSGIServer, Callable[[], None]]:
    """Begins to answer. The second of what it returns waits for the end."""
    server, thread = start_http_server(
        settings.METRICS_PORT, addr=settings.METRICS_HOST, registry=registry_of_all()
    )
    return server, thread.join
