"""What a web process counts. The names are for good: dashboards and alerts know them (docs/monitoring.md)."""

from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# A page of lists takes some milliseconds; visitors are told that it takes too long after five seconds.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# A page asks at most six questions; the desk more.
QUERIES = (0, 1, 2, 4, 6, 10, 20, 50, 100)


@dataclass
class OfAnswers:
    """What is added to for each answer of one route, method and class of status. Looked up once."""

    requests: Any
    seconds: Any
    database_seconds: Any
    queries: Any
    route_seconds: Any
    route_database_seconds: Any
    route_queries: Any


class Instruments:
    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry(auto_describe=False)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"portal_{name}", text, labels, registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"portal_{name}", text, labels, registry=registry)

        def histogram(name: str, text: str, steps: tuple[float, ...]) -> Histogram:
            return Histogram(f"portal_{name}", text, ["kind"], buckets=steps, registry=registry)

        self.requests = counter("http_requests", "Requests answered", "route", "method", "status")
        self.seconds = histogram("http_request_duration_seconds", "Until the answer was made", SECONDS)
        self.database_seconds = histogram(
            "http_request_database_seconds", "Spent waiting for the database", SECONDS
        )
        self.queries = histogram("http_request_queries", "Questions to the database", QUERIES)
        self.route_seconds = counter("route_duration_seconds", "Until answers were made", "route")
        self.route_database_seconds = counter(
            "route_database_seconds", "Spent waiting for the database", "route"
        )
        self.route_queries = counter("route_queries", "Questions to the database", "route")
        self.slow_queries = counter("slow_queries", "Questions slower than SLOW_QUERY_MILLISECONDS", "route")
        self.errors = counter("errors", "Records of the log at ERROR or above", "kind")
        self.sign_ins = counter("sign_ins", "Tries to sign in", "result")
        self.uploads = counter("uploads", "Files taken in at the desk", "kind")

        self.cache_answers = counter(
            "page_cache_answers", "Answers by the page cache's part in them", "result"
        )
        self.cache_pages = gauge("page_cache_pages", "Answers kept")
        self.cache_bytes = gauge("page_cache_bytes", "Size of the answers kept")

        self.cache_cut_off = gauge(
            "page_cache_cut_off",
            "Web processes that do not know how the record stands, and give what they have",
        )

        self.pool_connections = gauge("database_pool_connections", "Connections open", "database")
        self.pool_free = gauge("database_pool_free", "Connections nobody uses at this moment", "database")
        self.pool_waiting = gauge("database_pool_waiting", "Threads waiting for a connection", "database")
        self.pool_waited = counter("database_pool_wait_seconds", "Waited for a connection", "database")
        self.pool_refused = counter("database_pool_timeouts", "Waited for a connection in vain", "database")
        self.pool_lost = counter("database_connections_lost", "Connections found broken", "database")

        # Known before anything has happened, so that the first time is an increase and not a beginning.
        for result in ("ok", "refused", "refused_second_factor"):
            self.sign_ins.labels(result)
        for result in ("hit", "stale", "miss", "passed"):
            self.cache_answers.labels(result)
        # Not told: what the page cache has answered is the rest.
        self.answered_by_django = 0
        self._of_answers: dict[tuple[str, str, str, str], OfAnswers] = {}

    def of_answers(self, route: str, method: str, status: str, kind: str) -> OfAnswers:
        key = (route, method, status, kind)
        found = self._of_answers.get(key)
        if found is None:
            found = self._of_answers[key] = OfAnswers(
                self.requests.labels(route, method, status),
                self.seconds.labels(kind),
                self.database_seconds.labels(kind),
                self.queries.labels(kind),
                self.route_seconds.labels(route),
                self.route_database_seconds.labels(route),
                self.route_queries.labels(route),
            )
        return found
