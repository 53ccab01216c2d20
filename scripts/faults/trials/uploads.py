"""Uploads that are cut half way, and such as take their time."""

import contextlib
import random
import threading
import time

from scripts.faults.desk import DOCUMENTS, Desk
from scripts.faults.ledger import Fate, Kind
from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial

KILOBYTES = 600
# More at once than the portal has threads.
SLOW_ONES = 20


def cut(site: Site, *, is_short: bool) -> Trial:
    times, seconds = (8, 6.0) if is_short else (40, 20.0)
    trial = Trial(f"uploads cut {times} times, {SLOW_ONES} slow ones", site, Demands(most_failed=0))
    chance = random.Random(7)  # noqa: S311 - the same cuts in every run
    with trial.under_load(), contextlib.closing(site.visitor(90)) as visitor:
        desk = Desk(visitor, site.seeded["people"][4], trial.ledger)
        desk.sign_in()
        with trial.cause():
            for _ in range(times):
                cut_one(desk, chance.random())
            slow = [
                threading.Thread(target=slow_one, args=(site, desk, number, seconds))
                for number in range(SLOW_ONES)
            ]
            for one in slow:
                one.start()
            for one in slow:
                one.join()
    arrived = sum(write.fate == Fate.ACKNOWLEDGED for write in trial.ledger.writes if write.sha256)
    trial.remarks["uploads that arrived whole"] = arrived
    if left := unfinished(site):
        trial.remarks["pieces that the next sweep takes away"] = len(left)
    return trial


def cut_one(desk: Desk, part: float) -> None:
    token = desk.ledger.token()
    body, kind, digest = desk.document(token, kilobytes=KILOBYTES)
    desk.ledger.open(Kind.DOCUMENT, token, slug=token, sha256=digest)
    connection = begun(desk, body, kind)
    connection.send(body[: max(1, int(len(body) * part))])
    connection.close()


def slow_one(site: Site, desk: Desk, number: int, seconds: float) -> None:
    """As over a telephone with one bar: a little at a time."""
    token = desk.ledger.token()
    body, kind, digest = desk.document(token, kilobytes=KILOBYTES // 10)
    write = desk.ledger.open(Kind.DOCUMENT, token, slug=token, sha256=digest)
    with contextlib.closing(site.visitor(300 + number)) as visitor:
        visitor.cookies = dict(desk.visitor.cookies)
        own = Desk(visitor, desk.person, desk.ledger)
        connection = begun(own, body, kind)
        pieces = 20
        for start in range(0, len(body), len(body) // pieces + 1):
            connection.send(body[start : start + len(body) // pieces + 1])
            time.sleep(seconds / pieces)
        response = connection.getresponse()
        content = response.read()
        write.ended = time.monotonic()
        write.said = str(response.status)
        if response.status == 302:
            write.fate = Fate.ACKNOWLEDGED
        elif b"errornote" in content:
            write.fate = Fate.REFUSED


def begun(desk: Desk, body: bytes, kind: str):
    """The head of the question is sent, and what follows is up to the caller."""
    connection = desk.visitor.new_connection()
    connection.putrequest("POST", f"{DOCUMENTS}add/")
    origin = f"https://localhost:{desk.visitor.port}"
    cookies = "; ".join(f"{name}={value}" for name, value in desk.visitor.cookies.items())
    for name, value in {
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        "Origin": origin,
        "Referer": f"{origin}{DOCUMENTS}add/",
        "Cookie": cookies,
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def unfinished(site: Site) -> list[str]:
    return [path.name for path in (site.var / "media" / "incoming").glob("*.part")]
