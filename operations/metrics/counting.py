"""Where what happens is counted; in a process whose figures nobody collects, nothing is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from operations.logs.observed import Observed
    from operations.metrics.instruments import Instruments

instruments: "Instruments | None" = None


def begin() -> "Instruments":
    global instruments
    if instruments is None:
        # Where nobody collects figures, the library is not loaded.
        from operations.metrics.instruments import Instruments  # noqa: PLC0415

        instruments = Instruments()
    return instruments


def count_request(seen: "Observed", *, method: str, route: str, kind: str, for_cache: bool) -> None:
    if instruments is None:
        return
    # Nobody knows the status where the answer was given up.
    status = f"{seen.status // 100}xx" if seen.status else "none"
    of = instruments.of_answers(route, method, status, kind)
    of.requests.inc()
    of.seconds.observe(seen.seconds)
    of.database_seconds.observe(seen.database_seconds)
    of.queries.observe(seen.queries)
    of.route_seconds.inc(seen.seconds)
    of.route_database_seconds.inc(seen.database_seconds)
    of.route_queries.inc(seen.queries)
    instruments.answered_by_django += 1
    instruments.cache_answers.labels("miss" if for_cache else "passed").inc()


def count_slow_query(route: str) -> None:
    if instruments is not None:
        instruments.slow_queries.labels(route or "none").inc()


def count_error(kind: str) -> None:
    if instruments is not None:
        instruments.errors.labels(kind).inc()


def count_sign_in(result: str) -> None:
    if instruments is not None:
        instruments.sign_ins.labels(result).inc()


def count_upload(kind: str) -> None:
    if instruments is not None:
        instruments.uploads.labels(kind).inc()
