"""What one core answers: nginx with the same bytes from disk, the portal with its pages kept and without, and
the plain baseline. All at once there, and asked in turns."""

import shutil
import statistics
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scripts.bench.asking import Rate, Visitor, storm
from scripts.bench.filled import Filled
from scripts.bench.servers import Server, nginx, portal

GZIP = {"Accept-Encoding": "gzip"}
BASELINE = "scripts.bench.baseline.wsgi"
# Kept in memory: the name of each, its address among those looked up, and what is asked with it.
KEPT = {"page": "events", "API list": "API: events"}
# Each time anew.
ANEW = (
    "home",
    "events",
    "events, middle",
    "events, deepest",
    "event",
    "documents",
    "document",
    "member with many events",
    "search, frequent word",
    "API: events",
    "API: events, the baseline's keys",
    "API: event",
    "calendar of all events",
    "news of events",
)


class Contest:
    """Who is asked for what; a round asks everybody once."""

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        self.entrants: dict[str, tuple[Server, str, dict[str, str]]] = {}
        self.rates: dict[str, list[Rate]] = {}

    def enter(self, name: str, server: Server, path: str, headers: dict[str, str]) -> None:
        answer = Visitor(server).get(path, headers)
        wanted = 304 if "If-None-Match" in headers else 200
        if answer.status != wanted:
            raise SystemExit(f"{name}: {path} answers {answer.status} instead of {wanted}.")
        self.entrants[name] = (server, path, headers)

    def run(self, rounds: int) -> dict[str, dict[str, float]]:
        for round_number in range(rounds + 1):
            for name, (server, path, headers) in self.entrants.items():
                # The first round is short and fills caches.
                rate = storm(server, path, seconds=self.seconds if round_number else 1, headers=headers)
                if round_number:
                    self.rates.setdefault(name, []).append(rate)
        return {
            name: {
                "per_second": statistics.median(rate.per_second for rate in rates),
                "processor": statistics.median(rate.processor for rate in rates),
            }
            for name, rates in self.rates.items()
        }


def throughput(database: Filled, folder: Path, *, rounds: int, seconds: int) -> dict[str, Any]:
    questions, url, home = database.questions(), database.url, database.folder
    contest = Contest(seconds=seconds)
    with ExitStack() as stack:
        kept = stack.enter_context(portal(url, home, cached=True))
        anew = stack.enter_context(portal(url, home, cached=False))
        plain = stack.enter_context(portal(url, home, cached=False, application=BASELINE))
        kept.wait("/healthz")
        anew.wait("/healthz")
        plain.wait("/api/events/")
        if shutil.which("nginx") or Path("/usr/sbin/nginx").exists():
            enter_kept(contest, stack, kept, questions, folder)
        for name in ANEW:
            contest.enter(f"anew: {name}", anew, questions[name], GZIP)
        contest.enter("baseline: list", plain, "/events/", GZIP)
        contest.enter("baseline: API list", plain, "/api/events/", GZIP)
        return {"database": database.label, "rates": contest.run(rounds)}


def enter_kept(
    contest: Contest, stack: ExitStack, kept: Server, questions: dict[str, str], folder: Path
) -> None:
    static = folder / "static"
    static.mkdir(parents=True, exist_ok=True)
    front = stack.enter_context(nginx(folder, behind=kept, static=static))
    pages = {name: Visitor(kept).get(questions[asked], GZIP) for name, asked in KEPT.items()}
    for name, page in pages.items():
        (static / name.replace(" ", "-")).write_bytes(page.body)
    front.wait("/static-page/page")
    for name, asked in KEPT.items():
        from_disk, path = f"/static-page/{name.replace(' ', '-')}", questions[asked]
        contest.enter(f"nginx, from disk: {name}", front, from_disk, GZIP)
        contest.enter(f"kept: {name}", kept, path, GZIP)
        contest.enter(f"nginx, proxy_cache: {name}", front, path, GZIP)
        known = Visitor(front).get(from_disk, GZIP).headers["etag"]
        contest.enter(f"nginx, from disk, 304: {name}", front, from_disk, {**GZIP, "If-None-Match": known})
        known = pages[name].headers["etag"]
        contest.enter(f"kept, 304: {name}", kept, path, {**GZIP, "If-None-Match": known})
