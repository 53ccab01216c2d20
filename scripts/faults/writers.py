"""Steady writers: staff who enter, change and publish events, one who uploads, and visitors who report."""

import http.client
import threading
import time
from collections.abc import Callable
from itertools import count

from scripts.faults.desk import Desk, NotOpenedError, SignedOutError
from scripts.faults.forms import fields_of
from scripts.faults.judging import INTERNALS
from scripts.faults.ledger import Fate, Kind, Ledger
from scripts.faults.site import Site

# No worker of the portal is to be busy with writers alone.
PAUSE = 0.8
# A person reads a form before it is sent; what comes sooner is taken for a program's.
READING = 3.5
# As many as one address may send in a quarter of an hour.
REPORTS_FROM_ONE = 9
# Of visitors who report: another fault's are remembered for a while.
ADDRESSES = count(1000)
# No trouble at the beginning, nor where the clock has jumped.
SIGNED_OUT = "signed out"
NO_ANSWER = (OSError, http.client.HTTPException)


class Writer(threading.Thread):
    """Goes on whatever happens, as somebody would who tries again a moment later."""

    def __init__(self, site: Site, number: int, ledger: Ledger, *, pause: float = PAUSE) -> None:
        super().__init__(name=f"writer {number}", daemon=True)
        self.site, self.number, self.ledger, self.pause = site, number, ledger, pause
        self.is_done = threading.Event()
        # What went wrong beside the writes themselves: a page of the desk that did not open.
        self.troubles: list[str] = []

    def step(self) -> None:
        raise NotImplementedError

    def has_written(self) -> bool:
        """Signed in, where that is needed, and all forms read."""
        return any(write.by == self.name and write.fate == Fate.ACKNOWLEDGED for write in self.ledger.writes)

    def run(self) -> None:
        while not self.is_done.is_set():
            try:
                self.step()
            except NO_ANSWER as error:
                self.troubles.append(type(error).__name__)
            except NotOpenedError as error:
                self.troubles.append(str(error))
            self.is_done.wait(self.pause)


class Staff(Writer):
    def __init__(self, site: Site, number: int, ledger: Ledger, *, pause: float = PAUSE) -> None:
        super().__init__(site, number, ledger, pause=pause)
        self.desk = Desk(site.visitor(100 + number), site.seeded["people"][number], ledger)

    def sign_in(self) -> None:
        self.desk.visitor.cookies.clear()
        self.desk.sign_in()

    def run(self) -> None:
        super().run()
        self.desk.visitor.close()

    def step(self) -> None:
        try:
            self.write()
        except SignedOutError:
            self.troubles.append(SIGNED_OUT)
            self.sign_in()

    def write(self) -> None:
        raise NotImplementedError


class Editor(Staff):
    """Of three events one is published; each is changed once."""

    turn = 0

    def write(self) -> None:
        created = self.desk.create_event()
        if created.fate != Fate.ACKNOWLEDGED:
            return
        key = self.desk.key_of(created)
        self.desk.change_event(key, created.slug)
        self.turn += 1
        if self.turn % 3 == 0:
            self.desk.publish_event(key, created.slug)


class Uploader(Staff):
    def write(self) -> None:
        self.desk.upload_document()


class Reporter(Writer):
    """Visitors, each of whom has an address of their own after a few reports."""

    sent = 0
    address = 0
    fields: dict[str, list[str]] | None = None

    def step(self) -> None:
        if self.sent % REPORTS_FROM_ONE == 0:
            self.address = next(ADDRESSES)
        visitor = self.site.visitor(self.address)
        try:
            if self.fields is None:
                self._read(visitor)
            self._send(visitor)
        finally:
            visitor.close()

    def _read(self, visitor) -> None:
        page = visitor.get("/en/report/?page=/en/events/")
        if page.status != 200:
            raise NotOpenedError(f"/en/report/: {page.status}")
        self.fields = fields_of(page.text)
        self.is_done.wait(READING)

    def _send(self, visitor) -> None:
        token = self.ledger.token()
        fields = {**(self.fields or {}), "kind": ["other"], "message": [f"Something is wrong: {token}"]}
        write = self.ledger.open(Kind.REPORT, token)
        self.sent += 1
        try:
            answer = visitor.post("/en/report/", fields)
        finally:
            write.ended = time.monotonic()
        write.said = f"{answer.status}"
        if answer.status == 303:
            write.fate = Fate.ACKNOWLEDGED
        elif any(trace in answer.text for trace in INTERNALS):
            write.said = "trace"
        elif answer.status in {400, 429}:
            write.fate = Fate.REFUSED


def writers_of(site: Site, ledger: Ledger, *, pause: float = PAUSE) -> list[Writer]:
    makers: list[Callable[..., Writer]] = [Editor, Editor, Uploader, Reporter]
    return [make(site, number, ledger, pause=pause) for number, make in enumerate(makers)]
