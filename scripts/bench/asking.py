"""Who asks: wrk for as many answers as there can be, a connection of our own for one after the other."""

import http.client
import os
import re
import subprocess
import time
from dataclasses import dataclass

from scripts.bench import processor
from scripts.bench.servers import ASKING_CORE, Server

CONNECTIONS = 8
LANGUAGES = ("en", "fr", "ar")
ANSWERS = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m)")
FAULTS = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


@dataclass(frozen=True)
class Rate:
    """Of one round: answers in a second, and seconds of the server's processor for each."""

    answers: int
    per_second: float
    processor: float


def storm(server: Server, path: str, *, seconds: int, headers: dict[str, str]) -> Rate:
    """As many as the server can answer, over eight connections."""
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [
        "taskset",
        "-c",
        str(ASKING_CORE),
        "wrk",
        "-t1",
        "--timeout=120s",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        *told,
    ]
    processes = server.processes()
    before = processor.seconds_of(processes)
    run = subprocess.run([*command, server.address + path], capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    spent = processor.seconds_of(processes) - before
    found = ANSWERS.search(run.stdout)
    if found is None or FAULTS.search(run.stdout):
        raise SystemExit(f"{path}: {run.stdout}")
    if found[1] == "0":
        # Slower than eight visitors could wait for.
        return storm(server, path, seconds=3 * seconds, headers=headers)
    number, took = int(found[1]), float(found[2]) * {"ms": 0.001, "s": 1, "m": 60}[found[3]]
    return Rate(number, number / took, spent / number)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Visitor:
    """One connection, kept open."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip", **(headers or {})})
        response = self.connection.getresponse()
        body = response.read()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body)


@dataclass(frozen=True)
class Cost:
    """Of one answer, in seconds: of the server's processor, of the database's, and until it was there."""

    server: float
    database: float
    waited: float

    @property
    def processor(self) -> float:
        return self.server + self.database


def cost_of(visitor: Visitor, path: str, *, most: int, seconds: float) -> Cost:
    """Of the mean answer among a few, asked for one after the other; the first is only for warming up."""
    check(visitor.get(path), path)
    ours, theirs = visitor.server.processes(), processor.backends(visitor.server.database)
    before = processor.seconds_of(ours), processor.seconds_of(theirs)
    began, number = time.perf_counter(), 0
    while number < most and (number == 0 or time.perf_counter() - began < seconds):
        check(visitor.get(path), path)
        number += 1
    waited = time.perf_counter() - began
    after = processor.seconds_of(ours), processor.seconds_of(theirs)
    return Cost((after[0] - before[0]) / number, (after[1] - before[1]) / number, waited / number)


def check(answer: Answer, path: str) -> None:
    if answer.status not in {200, 304}:
        raise BadAnswer(f"{path} answers {answer.status}: {answer.body[:300]!r}")


class BadAnswer(Exception):  # noqa: N818 - the answer was bad, not we
    pass


def sit_on_asking_core() -> None:
    if (os.cpu_count() or 1) > ASKING_CORE:
        os.sched_setaffinity(0, {ASKING_CORE})
