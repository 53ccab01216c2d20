"""What the rows of a file would do: new, changed field by field, nothing, or what is wrong in which column.

The same check runs before somebody confirms and again inside the import itself, so that what was confirmed
is what happens.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from publishing.dates import PartialDateField
from publishing.history import DATE_SUFFIXES
from publishing.models import Publishable
from spreadsheets.cells import ERRORS, TOO_LONG, canonical, plain
from spreadsheets.columns import Column, Place
from spreadsheets.kinds import KINDS
from spreadsheets.lookups import Lookups
from spreadsheets.models import ImportRow, ImportRun
from spreadsheets.permissions import Permissions
from spreadsheets.problems import CellError
from spreadsheets.validating import Validation

# Rows that are looked up together.
PORTION = 200
TITLE_LENGTH = 300

Outcome = ImportRow.Outcome


@dataclass
class Finding:
    """One row, the record it means, and what it would do to it."""

    row: ImportRow
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    record: Any = None
    is_new: bool = False
    late: dict[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        if self.problems:
            return Outcome.PROBLEM
        if self.is_new:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    def refuse(self, column: str, error: ValidationError | str) -> None:
        messages = error.messages if isinstance(error, ValidationError) else [error]
        for message in messages:
            told = {"column": column, "message": str(message)}
            if told not in self.problems:
                self.problems.append(told)

    def note(self) -> ImportRow:
        """The row as it is kept, with what was found."""
        self.row.outcome = self.outcome
        self.row.title = "" if self.problems else str(self.record)[:TITLE_LENGTH]
        self.row.problems, self.row.changes = self.problems, [] if self.problems else self.changes
        return self.row


class Check:
    """Reads the rows of one run in their order, for a person with their permissions."""

    def __init__(self, run: ImportRun, permissions: Permissions) -> None:
        self.kind = KINDS[run.kind]
        self.permissions = permissions
        self.empties = run.empties
        self.language = run.language
        columns = self.kind.by_key
        self.mapped: dict[int, Column] = {
            int(number): columns[key] for number, key in run.mapping.items() if key in columns
        }
        # In our order: a paragraph is read after its document.
        order = list(columns.values())
        self.columns = sorted(self.mapped.values(), key=order.index)
        self.lookups = Lookups()
        self.validation = Validation()
        # What an earlier row was about.
        self.seen: dict[Hashable, int] = {}

    def findings(self, rows: Iterable[ImportRow]) -> Iterator[list[Finding]]:
        """In portions, each in a number of look-ups that does not depend on how many rows it has."""
        rows = iter(rows)
        while portion := list(islice(rows, PORTION)):
            with translation.override(self.language):
                found = self._portion(portion)
            yield found

    def _portion(self, rows: list[ImportRow]) -> list[Finding]:
        found = [Finding(row, texts=self._texts(row)) for row in rows]
        self._look_up(found)
        for finding in found:
            self._read_identity(finding)
        records = self.kind.existing(self._identities(found))
        self._look_up_paragraphs(found, records)
        for finding in found:
            self._examine(finding, records)
        return found

    def _texts(self, row: ImportRow) -> dict[str, str]:
        return {column.key: plain(row.cells[number]).strip() for number, column in self.mapped.items()}

    def _look_up(self, found: list[Finding]) -> None:
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for finding in found:
            for column in self.columns:
                for model, text in column.texts_to_look_up(finding.texts[column.key]):
                    wanted[model].add(text)
        for model, texts in wanted.items():
            self.lookups.of(model).prepare(texts)

    # Which record

    def _read_identity(self, finding: Finding) -> None:
        """Reads the links and choices first, which may tell what the row is about."""
        place = Place(self.lookups, finding.values)
        for column in self.columns:
            text = finding.texts[column.key]
            if text and text not in ERRORS and text != TOO_LONG and not column.is_late:
                try:
                    finding.values[column.key] = column.parse(text, place)
                except ValidationError:
                    # Told when the row is examined.
                    continue

    def _identities(self, found: list[Finding]) -> set[Hashable]:
        identities: set[Hashable] = set()
        for finding in found:
            try:
                identities.add(self.kind.identity_of(finding.values))
            except CellError:
                continue
        return identities

    def _look_up_paragraphs(self, found: list[Finding], records: dict[Hashable, Any]) -> None:
        """Of the documents that the rows name, and of those their records have."""
        texts = {finding.texts.get("provision", "") for finding in found} - {""}
        if texts:
            documents = [finding.values["document"] for finding in found if finding.values.get("document")]
            documents += [record.document for record in records.values()]
            self.lookups.prepare_paragraphs(documents, texts)

    def _examine(self, finding: Finding, records: dict[Hashable, Any]) -> None:
        try:
            identity = self.kind.identity_of(finding.values)
        except CellError as error:
            finding.refuse("", error)
            identity = None
        finding.record = records.get(identity)
        place = Place(self.lookups, {}, finding.record)
        values = self._values(finding, place)
        is_clear = identity is not None and (finding.record is not None or not self._is_unclear(finding))
        if is_clear:
            self._refuse_repeated(finding, identity)
            try:
                self.kind.may_be_meant(finding.values, place)
            except CellError as error:
                finding.refuse("slug", error)
        finding.is_new = finding.record is None
        if finding.is_new:
            self._refuse_what_is_missing(finding)
            finding.record = self.kind.new(finding.values)
        self._fill(finding, values)
        if finding.is_new or finding.changes:
            if is_clear:
                self._refuse_what_is_not_permitted(finding)
            self.validate(finding)

    def _is_unclear(self, finding: Finding) -> bool:
        """The problems are in what would tell which record is meant."""
        wrong = {problem["column"] for problem in finding.problems}
        return any(column.is_required and column.key in wrong for column in self.columns)

    def _refuse_repeated(self, finding: Finding, identity: Hashable) -> None:
        key = ("there", finding.record.pk) if finding.record is not None else identity
        earlier = self.seen.setdefault(key, finding.row.number)
        if earlier != finding.row.number:
            finding.refuse(
                "", _("It is about the same as row %(row)s. Leave one of them out.") % {"row": earlier}
            )

    def _refuse_what_is_missing(self, finding: Finding) -> None:
        for column in self.kind.read_columns:
            if column.is_required and not finding.texts.get(column.key):
                finding.refuse(column.key, _("It is needed for a new row, and nothing is written there."))

    # Which values

    def _values(self, finding: Finding, place: Place) -> dict[str, Any]:
        """The values that the row gives, without those that say what the record says already."""
        found: dict[str, Any] = {}
        for column in self.columns:
            text = finding.texts[column.key]
            if text in ERRORS:
                finding.refuse(
                    column.key, _("“%(text)s” is an error of the spreadsheet, not a value.") % {"text": text}
                )
            elif text == TOO_LONG:
                if finding.record is None:
                    finding.refuse(column.key, _("The text is too long for a workbook. Send it as CSV."))
            elif finding.record is not None and text and column.is_same(text, finding.record, place):
                place.values[column.key] = column.read(finding.record)
            elif text:
                try:
                    found[column.key] = place.values[column.key] = column.parse(text, place)
                except ValidationError as error:
                    finding.refuse(column.key, error)
            elif self.empties and finding.record is not None:
                found[column.key] = column.empty()
        return found

    def _fill(self, finding: Finding, values: dict[str, Any]) -> None:
        record = finding.record
        for column in self.columns:
            if column.key not in values:
                continue
            value = values[column.key]
            before = None if finding.is_new else column.read(record)
            if not finding.is_new and before == value:
                continue
            if column.is_late:
                finding.late[column.key] = value
            else:
                column.put(record, value)
            told = {
                "column": column.key,
                "before": "" if finding.is_new else canonical(column.shown(before)),
                "after": canonical(column.shown(value)),
            }
            if not finding.is_new and told["before"] == told["after"]:
                # Only formatting: said as it is written.
                told |= {
                    "before": canonical(column.written(before)),
                    "after": canonical(column.written(value)),
                }
            finding.changes.append(told)

    # Whether it may be so

    def _refuse_what_is_not_permitted(self, finding: Finding) -> None:
        owner: Any = self.kind.record_of(finding.record)
        if finding.is_new and not self.permissions.may_add:
            finding.refuse("", _("It would be new, and you may not add any."))
        if not finding.is_new and not self.permissions.may_change:
            finding.refuse("", _("You may not change it."))
        if self.permissions.must_prepare(owner):
            finding.refuse(
                "",
                _(
                    "It is public or about to be, and may be changed only by somebody who may publish. "
                    "Ask a publisher to check and import this file."
                ),
            )
        is_itself = isinstance(owner, Publishable) and owner is finding.record
        if is_itself and owner.published_at is not None and not owner.is_certain:
            finding.refuse(
                "confidence",
                _("It is public. What rests on low confidence must not be: withdraw it first."),
            )

    def validate(self, finding: Finding) -> None:
        """What the model says, of all fields but those that are told of already."""
        record, columns = finding.record, self.kind.by_key
        told = {columns[problem["column"]].name for problem in finding.problems if problem["column"]}
        told |= {f"{name}_{suffix}" for name in told for suffix in DATE_SUFFIXES}
        told |= {name.rpartition("_")[0] for name in told if name.endswith(f"_{settings.LANGUAGE_CODE}")}
        for name, errors in self.validation.errors_of(record, exclude=told).items():
            finding.refuse(self._column_of(name, record), ValidationError(errors))

    def _column_of(self, name: str, record: Any) -> str:
        """The column that shows a field: of a date, any of its three fields."""
        keys = self.kind.by_key
        if name in keys:
            return name
        for suffix in DATE_SUFFIXES:
            date = name.removesuffix(f"_{suffix}")
            if date in keys and isinstance(getattr(type(record), date, None), PartialDateField):
                return date
        return next((key for key, column in keys.items() if column.name.startswith(f"{name}_en")), "")
