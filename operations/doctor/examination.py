"""The doctor looks at everything, within ten seconds, and on a portal at work."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic

from django.conf import settings
from django.db import connections, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from operations.doctor import checks
from operations.doctor.registry import CHECKS, ERROR, GROUPS, Check, Finding, as_told, error
from publishing.patience import TooSlowError, stopping_after

# In seconds: for all that wait for something else than the database, which they do at the same time.
PATIENCE = 8.0
PATIENCE_TO_CONNECT = checks.database.TO_CONNECT + 1.0
# In milliseconds: for each question to the database.
PATIENCE_WITH_DATABASE = 2_000


@dataclass(eq=False)
class Looked:
    """One thing that was looked at, and what was found."""

    check: Check
    findings: list[Finding] = field(default_factory=list)


def examine(groups: Collection[str] = tuple(GROUPS)) -> list[Looked]:
    """In the order of the groups, in the language of the moment."""
    wanted = [
        one for one in CHECKS if one.group in groups and (settings.PRODUCTION or not one.only_in_production)
    ]
    looked = [Looked(one) for one in sorted(wanted, key=lambda one: [*GROUPS].index(one.group))]
    end = monotonic() + PATIENCE
    computed = [one for one in looked if one.check.only_computes]
    asked = [one for one in looked if one.check.asks_database]
    threads = {one: _begin(one) for one in looked if one not in [*computed, *asked]}
    for one in computed:
        _look(one)
    # In no thread of its own: whoever asks may be inside a transaction, and sees what it has written.
    if asked:
        gate = _gate(threads)
        if gate.findings:
            looked = [gate, *(one for one in looked if one.check is not gate.check)]
        else:
            for one in asked:
                _ask(one)
    return [_when_done(one, threads.get(one), end) for one in looked]


def _gate(threads: dict[Looked, Thread]) -> Looked:
    """Whether the database answers: else whoever asked it would hang, or say the same as all others."""
    gate = next((one for one in threads if one.check.look is checks.database.answers), None)
    if gate is None:
        [check] = [one for one in CHECKS if one.look is checks.database.answers]
        gate = Looked(check)
        threads[gate] = _begin(gate)
    return _when_done(gate, threads[gate], monotonic() + PATIENCE_TO_CONNECT)


def _when_done(looked: Looked, thread: Thread | None, end: float) -> Looked:
    if thread is not None:
        thread.join(max(0.0, end - monotonic()))
        if thread.is_alive():
            # It may still write into what it was given.
            return Looked(looked.check, [_unanswered(looked.check)])
    return looked


def count(looked: Iterable[Looked], level: str = ERROR) -> int:
    return sum(finding.level == level for one in looked for finding in one.findings)


def _begin(looked: Looked) -> Thread:
    thread = Thread(target=_look_apart, args=[looked, translation.get_language()], daemon=True)
    thread.start()
    return thread


def _look_apart(looked: Looked, language: str | None) -> None:
    try:
        with translation.override(language):
            _look(looked)
    finally:
        connections.close_all()


def _look(looked: Looked) -> None:
    try:
        looked.findings.extend(looked.check.look())
    except Exception as problem:  # noqa: BLE001 - the others have something to say all the same
        looked.findings.append(_failed(looked.check, problem))


def _ask(looked: Looked) -> None:
    try:
        with transaction.atomic(), stopping_after(PATIENCE_WITH_DATABASE):
            looked.findings.extend(looked.check.look())
    except TooSlowError:
        looked.findings.append(_unanswered(looked.check))
    except Exception as problem:  # noqa: BLE001 - likewise
        looked.findings.append(_failed(looked.check, problem))


def _unanswered(check: Check) -> Finding:
    return error(
        _("“%(check)s” had no answer in time.") % {"check": check.name},
        _("What it asks is very busy or hangs. Ask again, and look into its own log."),
    )


def _failed(check: Check, problem: Exception) -> Finding:
    return error(
        _("“%(check)s” could not be looked at: %(problem)s")
        % {"check": check.name, "problem": as_told(f"{type(problem).__name__}: {problem}")},
        _("Mend what it says; if it says nothing to you, pass it on to whoever maintains the portal."),
    )
