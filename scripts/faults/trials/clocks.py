"""The clock of the web processes is a day ahead, then a day behind. A publication falls due meanwhile; and in
each of these times, and after it, people sign in, read and send forms, and mistype their passwords."""

import contextlib
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripts.faults.desk import EVENTS, Desk
from scripts.faults.forms import fields_of
from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial
from scripts.faults.trials.wrong_clock import WrongClock
from scripts.faults.writers import Staff

DAY = 86_400
# After its moment, a publication is seen within these seconds.
SEEN_WITHIN = 3.0
# The portal has looked at the clock again.
TAKEN_UP = 1.5


class Clock:
    """What processes that were started with `settings` take for the time."""

    def __init__(self, folder: Path) -> None:
        # In a folder named after the kind of processor.
        self.library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
        if self.library is None:
            raise SystemExit("The clock cannot be moved: apt-get install faketime")
        self.file = folder / "clock"
        self.set(0)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            # In seconds, how often the file is looked into.
            "FAKETIME_CACHE_DURATION": "1",
            # How long something took is measured by another clock, that nobody sets.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, seconds: int) -> None:
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{seconds:+d}\n")
        os.replace(beside, self.file)


def moved(site: Site, *, is_short: bool) -> Trial:
    trial = Trial("clock of the portal a day ahead, then a day behind", site, Demands(most_failed=0))
    clock = Clock(site.folder)
    with site.with_settings(**clock.settings), trial.under_load() as writers:
        desks = [writer.desk for writer in writers if isinstance(writer, Staff)]
        people = WrongClock(trial)
        with contextlib.closing(site.visitor(91)) as visitor:
            slug, due = scheduled(Desk(visitor, site.seeded["people"][5], trial.ledger))
            for turn, (wrong_by, until) in enumerate(
                (
                    (DAY, time.time() + (due - time.time()) / 2),
                    (0, time.time() + (due - time.time()) / 2 + 4),
                    (-DAY, due + SEEN_WITHIN + 5),
                    (0, due + SEEN_WITHIN + 12),
                )
            ):
                with trial.cause():
                    clock.set(wrong_by)
                    for desk in desks:
                        desk.clock_of_portal = wrong_by
                    time.sleep(TAKEN_UP)
                    looking = threading.Thread(target=people.look, args=[turn, wrong_by])
                    looking.start()
                    watch(trial, visitor, slug, due, until=until)
                    looking.join()
    trial.remarks["with each clock"] = people.seen
    return trial


def scheduled(desk: Desk) -> tuple[str, float]:
    """An event that becomes public by itself at a full minute: its slug and the moment."""
    desk.sign_in()
    created = desk.create_event()
    path = f"{EVENTS}{desk.key_of(created)}/schedule/"
    # Long enough for people to look round while the clock is ahead.
    later = datetime.now(tz=UTC) + timedelta(minutes=3)
    due = later.replace(second=0, microsecond=0)
    fields = {**fields_of(desk.opened(path).text), "at": [f"{due:%Y-%m-%dT%H:%M}"]}
    answer = desk.visitor.post(path, fields)
    if answer.status != 302:
        raise SystemExit(f"The publication was not scheduled: {answer.status}")
    return created.slug, due.timestamp()


def watch(trial: Trial, visitor, slug: str, due: float, *, until: float) -> None:
    """A scheduled event is seen from its moment on, by the database's clock, and not before."""
    while time.time() < until:
        answer = visitor.get(f"/en/events/{slug}/")
        now = time.time()
        if answer.status == 200 and now < due:
            trial.complaints.append(f"published {due - now:.1f} s too early")
            return
        if answer.status != 200 and now > due + SEEN_WITHIN:
            trial.complaints.append(f"not published {now - due:.1f} s after its moment: {answer.status}")
            return
        time.sleep(0.25)
