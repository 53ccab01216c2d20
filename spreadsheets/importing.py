"""Checks a file, and writes all of it or nothing.

Both are generators that tell how far they are: whoever runs them shows it, or does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import reversion
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audit import note
from accounts.models import AuditEntry
from publishing import changes
from publishing.models import StaleRecordError
from spreadsheets.checking import PORTION, Check, Finding
from spreadsheets.kinds import KINDS
from spreadsheets.models import ImportRow, ImportRun, Trace
from spreadsheets.permissions import Permissions

Outcome = ImportRow.Outcome
CHECKED_COLUMNS = ["outcome", "title", "problems", "changes"]


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


class OutdatedError(Exception):
    """What the rows would do is no longer what was confirmed, or the records refuse it."""

    def __init__(self, problems: dict[int, list[dict[str, str]]] | None = None) -> None:
        super().__init__()
        # Row → what it was refused for only when it was written.
        self.problems = problems or {}


class ClosedError(Exception):
    """Somebody has imported it or thrown it away in the meantime: nothing was done to it."""


class OvertakenError(ClosedError):
    """Another check has begun in the meantime, and its findings are those that count."""


def held_open(run: ImportRun) -> ImportRun:
    """Kept from everybody else until the transaction ends. Raises ClosedError.

    Whoever comes while another imports it waits here, and finds it imported.
    """
    held = ImportRun.objects.select_for_update().filter(pk=run.pk).first()
    if held is None or not held.is_open:
        raise ClosedError
    return held


def held_as_seen(run: ImportRun, *, seen: str) -> ImportRun:
    """The same, if the check of that mark is still the last. Raises OutdatedError, too."""
    held = held_open(run)
    if held.check_mark != seen:
        raise OutdatedError
    return held


def _hold_for_check(run: ImportRun) -> None:
    """Of the check that `run` began. Raises OvertakenError, too."""
    if held_open(run).checked_at != run.checked_at:
        raise OvertakenError


def rows_in_order(run: ImportRun) -> Iterator[ImportRow]:
    """By key, a portion at a time."""
    number = 0
    while portion := list(run.rows.filter(number__gt=number)[:PORTION]):
        yield from portion
        number = portion[-1].number


def check(*, run: ImportRun, person: Any) -> Iterator[Progress]:
    """Find out what each row would do. Until the end the run counts as not checked. Raises ClosedError, or
    OvertakenError where somebody has it checked anew before that."""
    with transaction.atomic():
        held_open(run)
        run.language = get_language() or run.language
        run.state, run.notice, run.checked_at = ImportRun.State.UPLOADED, "", timezone.now()
        run.save(update_fields=["language", "state", "notice", "checked_at"])
    counts = dict.fromkeys([outcome.value for outcome in Outcome if outcome], 0)
    done = 0
    checks = Check(run, Permissions(person, KINDS[run.kind]))
    for findings in checks.findings(rows_in_order(run)):
        rows = [finding.note() for finding in findings]
        with transaction.atomic():
            _hold_for_check(run)
            ImportRow.objects.bulk_update(rows, CHECKED_COLUMNS)
        for row in rows:
            counts[row.outcome] += 1
        done += len(rows)
        yield Progress(done, run.row_count)
    with transaction.atomic():
        _hold_for_check(run)
        run.counts, run.state = counts, ImportRun.State.CHECKED
        run.save(update_fields=["counts", "state"])


def overlay(*, run: ImportRun, problems: dict[int, list[dict[str, str]]], notice: str = "") -> None:
    """What only the records themselves have refused, put down beside what the check found.
    Raises ClosedError or OvertakenError."""
    with transaction.atomic():
        _hold_for_check(run)
        for row in run.rows.filter(number__in=problems).exclude(outcome=Outcome.PROBLEM):
            run.counts[row.outcome] -= 1
            run.counts[Outcome.PROBLEM.value] += 1
            row.outcome, row.problems, row.changes = Outcome.PROBLEM, problems[row.number], []
            row.save(update_fields=["outcome", "problems", "changes"])
        run.notice = notice
        run.save(update_fields=["counts", "notice"])


@dataclass
class Traces:
    """The records written, in order, and the revision each had before."""

    before: dict[tuple[type[Any], int], tuple[str, int, bool]] = field(default_factory=dict)

    def note(self, record: Any, *, revision: int, is_new: bool) -> None:
        self.before.setdefault((type(record), record.pk), (str(record), revision, is_new))

    def has(self, record: Any) -> bool:
        return (type(record), record.pk) in self.before

    def write(self, run: ImportRun) -> None:
        """Once all is written, for only then are the revisions known."""
        after: dict[tuple[type[Any], int], int] = {}
        for model in {model for model, _key in self.before}:
            keys = [key for kind, key in self.before if kind is model]
            for start in range(0, len(keys), PORTION):
                rows = model._base_manager.filter(pk__in=keys[start : start + PORTION])
                after |= {(model, key): number for key, number in rows.values_list("pk", "revision")}
        Trace.objects.bulk_create(
            [
                Trace(
                    run=run,
                    kind=model._meta.label_lower,
                    object_id=key,
                    title=title[:300],
                    was_created=is_new,
                    revision_before=revision,
                    revision_after=after[model, key],
                )
                for (model, key), (title, revision, is_new) in self.before.items()
            ],
            batch_size=PORTION,
        )


def write_all(*, run: ImportRun, person: Any, seen: str) -> Iterator[Progress]:
    """Write every row in one transaction. Raises OutdatedError, and has written nothing, if it cannot be as
    the check of the mark `seen` has shown it; ClosedError if it was done already. What is new becomes a
    draft; nothing is published.

    Whoever stops listening stops the import: nothing is written then, either.
    """
    with transaction.atomic():
        held = held_as_seen(run, seen=seen)
        if held.state != ImportRun.State.CHECKED or held.has_problems:
            raise OutdatedError
        traces = Traces()
        with changes.together():
            reversion.set_user(person)
            yield from _write_rows(held, person, traces)
            reversion.set_comment(_("Imported from “%(file)s”") % {"file": held.file_name})
        traces.write(held)
        held.state, held.imported_at, held.imported_by = ImportRun.State.IMPORTED, timezone.now(), person
        held.notice = ""
        held.save(update_fields=["state", "imported_at", "imported_by", "notice"])
        note(
            AuditEntry.Action.IMPORTED,
            held,
            person=person,
            rows_of=held.kind,
            added=held.counts[Outcome.NEW.value],
            changed=held.counts[Outcome.CHANGED.value],
        )
    yield Progress(held.row_count, held.row_count)


def _write_rows(run: ImportRun, person: Any, traces: Traces) -> Iterator[Progress]:
    done = 0
    checks = Check(run, Permissions(person, KINDS[run.kind]))
    for findings in checks.findings(rows_in_order(run)):
        for finding in findings:
            confirmed = finding.row.found()
            if finding.note().found() != confirmed:
                raise OutdatedError
            if finding.outcome in {Outcome.NEW, Outcome.CHANGED}:
                with translation.override(run.language):
                    _write(finding, checks, traces)
        done += len(findings)
        yield Progress(done, run.row_count)


def _write(finding: Finding, checks: Check, traces: Traces) -> None:
    record, kind = finding.record, checks.kind
    owner = kind.record_of(record)
    revision, is_new = owner.revision, owner.pk is None
    if owner is not record and not traces.has(owner):
        _hold(owner)
    try:
        with transaction.atomic():
            record.save()
            for key, value in finding.late.items():
                kind.by_key[key].put(record, value)
    except (ValidationError, IntegrityError, ProtectedError) as error:
        raise OutdatedError({finding.row.number: _refusal(finding, checks, error)}) from error
    traces.note(owner, revision=revision, is_new=is_new)


def _hold(owner: Any) -> None:
    """Kept from everybody else until the transaction ends: whoever undoes the import goes back to what it is
    now. Raises OutdatedError if it was saved since its rows were looked at."""
    try:
        owner.hold()
    except StaleRecordError as error:
        raise OutdatedError from error


def _refusal(finding: Finding, checks: Check, error: Exception) -> list[dict[str, str]]:
    """In words: two new rows may be right each by itself, and not go together."""
    checks.validate(finding)
    if not finding.problems and isinstance(error, ValidationError):
        finding.refuse("", error)
    elif not finding.problems:
        finding.refuse("", _("It does not go together with another row of the file or with another record."))
    return finding.problems
