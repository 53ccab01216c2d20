"""What people meet whose portal has a wrong clock, or had one a moment ago: sessions, forms, limits."""

import contextlib
import http.client
import time

from scripts.faults.asking import Answer, Visitor
from scripts.faults.desk import DOORS, EVENTS, SIGN_IN, Desk, NotOpenedError
from scripts.faults.forms import fields_of
from scripts.faults.trial import Trial
from scripts.faults.writers import READING

# Whoever has mistyped too often waits a quarter of an hour, whatever the clock was then.
LONGEST_WAIT = 15 * 60
TRIES = 6
REPORT = "/en/report/?page=/en/events/"
# Of those who are seeded; the others write.
SIGNS_IN, FORGETS = 4, 3


class WrongClock:
    def __init__(self, trial: Trial) -> None:
        self.trial, self.site = trial, trial.site
        # Clock → what each of them met.
        self.seen: list[dict[str, object]] = []
        self.earlier: Visitor | None = None

    def look(self, turn: int, wrong_by: int) -> None:
        found: dict[str, object] = {"clock, s": wrong_by}
        self.seen.append(found)
        for name, ask in (
            ("session of before", self._session),
            ("signing in", self._signing_in),
            ("a form that is read and sent", self._form),
            ("whoever mistypes waits, s", self._limit),
        ):
            try:
                found[name] = ask(turn, wrong_by)
            except (NotOpenedError, OSError, http.client.HTTPException) as error:
                self.trial.complaints.append(f"{name}, the clock being {wrong_by:+d} s: {error!r}")

    def _session(self, _turn: int, _wrong_by: int) -> str:
        """It goes on or is over; and when it is over, the door is shown."""
        if self.earlier is None:
            return "none"
        with contextlib.closing(self.earlier) as visitor:
            answer = visitor.get(EVENTS)
        self.earlier = None
        if answer.status == 302 and answer.headers["location"].startswith(DOORS):
            return "over"
        if answer.status == 200:
            return "goes on"
        raise NotOpenedError(answer.status)

    def _signing_in(self, turn: int, wrong_by: int) -> str:
        self.earlier = self.site.visitor(400 + turn)
        desk = Desk(self.earlier, self.site.seeded["people"][SIGNS_IN], self.trial.ledger)
        desk.clock_of_portal = wrong_by
        desk.sign_in()
        if self.earlier.get(EVENTS).status != 200:
            raise NotOpenedError("signed in, and out again")
        return "works"

    def _form(self, turn: int, _wrong_by: int) -> str:
        """One out of a cache may have been signed by another clock: it comes back, and is sent again."""
        with contextlib.closing(self.site.visitor(420 + turn)) as visitor:
            page = visitor.get(REPORT)
            for number in (1, 2):
                time.sleep(READING)
                page = self._sent(visitor, page, turn)
                if page.status == 303:
                    return f"taken at try {number}"
        raise NotOpenedError(f"not taken: {page.status}")

    def _sent(self, visitor: Visitor, page: Answer, turn: int) -> Answer:
        fields = fields_of(page.text) | {"kind": ["other"], "message": [f"With clock {turn}"]}
        return visitor.post("/en/report/", fields)

    def _limit(self, turn: int, _wrong_by: int) -> int:
        """Somebody has forgotten the password: told how long to wait, and that is no day."""
        with contextlib.closing(self.site.visitor(440 + turn)) as visitor:
            for _try in range(TRIES):
                fields = fields_of(visitor.get(SIGN_IN).text, SIGN_IN)
                name = self.site.seeded["people"][FORGETS]["name"]
                answer = visitor.post(SIGN_IN, fields | {"login": [name], "password": ["forgotten"]})
                if answer.status == 429:
                    break
            else:
                raise NotOpenedError(f"not refused after {TRIES} tries: {answer.status}")
        wait = int(answer.headers["retry-after"])
        if wait > LONGEST_WAIT:
            self.trial.complaints.append(f"told to wait for {wait} s, over {LONGEST_WAIT}")
        return wait
