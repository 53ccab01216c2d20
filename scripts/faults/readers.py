"""Steady readers: each over a connection of its own, each asking for something of every sort in turn."""

import contextlib
import http.client
import random
import threading
import time
from itertools import count

from scripts.bench.asking import LANGUAGES
from scripts.faults.judging import Asked, Question, outcome_of, outcome_without_answer
from scripts.faults.site import Site

KEPT, VARYING, DATA, FILE, FEED = "kept page", "uncached page", "API", "file", "feed"
KEPT_PAGES = ("", "events/", "documents/", "members/", "themes/", "about/")
FEEDS = ("/en/whats-new/whats-new.atom", "/fr/whats-new/whats-new.atom")
LISTS = ("events", "documents", "members")
WORDS = ("migration", "protection", "return", "border", "visa", "labour", "smuggling", "refugee")
# Of ten questions, how many are of this sort.
SHARES = ((KEPT, 5), (VARYING, 2), (DATA, 1), (FILE, 1), (FEED, 1))

FIRST_NUMBERS = count(0, 10_000_000)


class Questions:
    """One reader's, without an end. No two readers, of whatever fault, ask alike but on purpose: nginx would
    have the answer."""

    def __init__(self, site: Site, number: int) -> None:
        self.files = site.seeded["files"]
        self.random = random.Random(number)  # noqa: S311 - the same in every run
        self.numbers = count(next(FIRST_NUMBERS))
        self.sorts = [sort for sort, share in SHARES for _ in range(share)]

    def next(self) -> Question:
        return self.of_sort(self.random.choice(self.sorts))

    def of_sort(self, sort: str) -> Question:
        if sort == KEPT:
            return Question(sort, self.random.choice(kept_pages()))
        if sort == DATA:
            return Question(sort, f"/api/v1/{self.random.choice(LISTS)}/?q={self._word()}")
        if sort == FILE:
            file = self.random.choice(self.files)
            return Question(sort, file["path"], file["sha256"])
        if sort == FEED:
            return Question(sort, self.random.choice(FEEDS))
        language = self.random.choice(LANGUAGES)
        place = self.random.choice(("events/?q=", "documents/?q=", "search/?q="))
        return Question(sort, f"/{language}/{place}{self._word()}")

    def _word(self) -> str:
        return f"{self.random.choice(WORDS)}+{next(self.numbers)}"


def kept_pages() -> list[str]:
    return [f"/{language}/{page}" for language in LANGUAGES for page in KEPT_PAGES]


class Reader(threading.Thread):
    def __init__(self, site: Site, number: int, *, per_second: float, asked: list[Asked]) -> None:
        super().__init__(name=f"reader {number}", daemon=True)
        self.questions, self.asked = Questions(site, number), asked
        self.visitor = site.visitor(number)
        self.pause = 1 / per_second if per_second else 0.0
        self.is_done = threading.Event()

    def run(self) -> None:
        due = time.monotonic()
        with contextlib.closing(self.visitor):
            while not self.is_done.is_set():
                self.asked.append(ask(self.visitor, self.questions.next()))
                due = max(due + self.pause, time.monotonic() - 1)
                self.is_done.wait(due - time.monotonic())


def ask(visitor, question: Question) -> Asked:
    began = time.monotonic()
    try:
        outcome = outcome_of(question, visitor.get(question.path))
    except (OSError, http.client.HTTPException) as error:
        outcome = outcome_without_answer(error)
    return Asked(question, began, time.monotonic() - began, outcome)


def warm(site: Site) -> None:
    """Every page of the kept ones has been asked of every worker, and by every connection of nginx's."""
    for number in range(12):
        with contextlib.closing(site.visitor(200 + number)) as visitor:
            for path in kept_pages():
                visitor.get(path)
