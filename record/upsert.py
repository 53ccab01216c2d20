"""Brings one record to what the files want, but for what staff have changed since the last load."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from declarations.models import Document, Provision
from members.actions import save_chairmanship
from members.models import Chairmanship
from publishing.actions import publish
from publishing.models import Publishable, Record, TranslationState
from publishing.translations import mark_unofficial
from record.entries import Entry
from record.models import ImportedRecord
from record.problems import Problem, RecordError
from record.report import Line, Outcome
from record.values import (
    Links,
    is_many,
    is_part,
    reachable,
    read,
    untouched,
    with_all_columns,
    write,
    write_links,
    write_parts,
)

MISSING = object()


@dataclass(slots=True)
class Upsert:
    """One load: the records there are, and what the last one wrote."""

    overwrite: bool
    links: Links = field(default_factory=Links)
    memory: dict[tuple[str, str], ImportedRecord] = field(default_factory=dict)
    stock: dict[type[models.Model], "Stock"] = field(default_factory=dict)

    def bring(self, entry: Entry) -> Line:
        """Raises RecordError if the record refuses what the files want."""
        if entry.model not in self.stock:
            self.stock[entry.model] = Stock(entry.model, entry.key)
        memory = self.memory.get((entry.kind, entry.slug))
        record = self.stock[entry.model].find(entry.slug, memory)
        if record is not None:
            self.links.add(record, entry.slug)
        wanted = {
            name: reachable(entry.model, name, value, self.links) for name, value in entry.values.items()
        }
        try:
            line = self._bring(Item(entry, wanted, record, memory))
        except ValidationError as error:
            raise RecordError(list(_problems(entry, error))) from error
        return line

    def _bring(self, item: "Item") -> Line:
        record = item.record
        if record is None:
            if item.memory is not None and not self.overwrite:
                return item.line(Outcome.SKIPPED, reasons=("staff have deleted it",))
            lost = item.lost_link()
            if lost:
                return item.line(Outcome.SKIPPED, reasons=(f"staff have deleted the {lost} it belongs to",))
            return self._create(item)
        if _is_withdrawn(record) and not self.overwrite:
            return item.line(Outcome.SKIPPED, reasons=("staff have withdrawn it",))
        current = {name: read(record, name, self.links) for name in item.wanted}
        differing = [name for name, value in item.wanted.items() if current[name] != value]
        kept = {} if self.overwrite else item.kept(differing, current)
        kept |= item.never_overwritten(differing)
        written = [name for name in differing if name not in kept]
        reasons = list(dict.fromkeys(kept.values()))
        appears, reason = self._appears(item)
        reasons += [reason] if reason else []
        if written or appears:
            self._save(record, item, written, appears=appears)
        item.remember(record, keep=kept)
        if written or appears:
            return item.line(
                Outcome.UPDATED, (*written, *(["publication"] if appears else [])), tuple(reasons)
            )
        return item.line(Outcome.SKIPPED if reasons else Outcome.UNCHANGED, reasons=tuple(reasons))

    def _create(self, item: "Item") -> Line:
        entry = item.entry
        record = entry.model(**{entry.key: entry.slug})
        self._save(
            record, item, list(item.wanted), appears=isinstance(record, Publishable) and entry.may_be_public
        )
        self.links.add(record, entry.slug)
        item.remember(record)
        return item.line(Outcome.CREATED)

    def _appears(self, item: "Item") -> tuple[bool, str]:
        """Whether the load makes an existing record public, or why it leaves that to staff."""
        record, may_be_public = item.record, item.entry.may_be_public
        if not isinstance(record, Publishable):
            return False, ""
        if (
            record.published_at is not None
            and not may_be_public
            and item.memory
            and item.memory.values.get(IS_PUBLIC)
        ):
            return False, "its confidence is low now: withdraw it if it should not stand"
        if _is_withdrawn(record):
            return may_be_public, ""
        if record.published_at is not None or not may_be_public:
            return False, ""
        # A draft: the load's own of low confidence, since confirmed, or one that staff made.
        made_by_load = item.memory is not None and item.memory.values.get(IS_PUBLIC) is False
        if made_by_load or self.overwrite:
            return True, ""
        return False, "staff keep it as a draft"

    def _save(self, record: models.Model, item: "Item", names: list[str], *, appears: bool) -> None:
        afterwards = [name for name in names if is_part(name) or is_many(type(record), name)]
        for name in names:
            if name not in afterwards:
                write(record, name, item.wanted[name], self.links)
        if appears and isinstance(record, Publishable):
            publish(record=record)
        else:
            record.full_clean()
            if isinstance(record, Chairmanship):
                save_chairmanship(chairmanship=record)
            else:
                record.save()
        for name in afterwards:
            put = write_parts if is_part(name) else write_links
            put(record, name, item.wanted[name], self.links)
        if isinstance(record, Record):
            for text, language in sorted(item.entry.unofficial):
                if _column(text, language) in names:
                    mark_unofficial(record, text, language)


# Remembered beside the fields: whether the load published the record.
IS_PUBLIC = "is_public"


@dataclass(slots=True)
class Item:
    """One entry, the record it is about, and what the last load wrote into it."""

    entry: Entry
    wanted: dict[str, Any]
    record: models.Model | None
    memory: ImportedRecord | None

    def kept(self, differing: Iterable[str], current: dict[str, Any]) -> dict[str, str]:
        """Fields that staff have made their own since the last load, and how."""
        found = {}
        for name in differing:
            if current[name] != self._remembered(name):
                found[name] = f"staff have edited {name}"
            elif self._is_confirmed(name):
                found[name] = f"staff have confirmed {name}"
        return found

    def never_overwritten(self, differing: Iterable[str]) -> dict[str, str]:
        """Paraphrases do not take the place of a document's own text, nor a note on them that of its own."""
        names = [name for name in differing if name.startswith("provisions")]
        if not (names and isinstance(self.record, Document)):
            return {}
        if not self.record.provisions.filter(standing=Provision.Standing.TEXT).exists():
            return {}
        return dict.fromkeys(names, "its provisions are those of the text itself")

    def _remembered(self, name: str) -> Any:
        """What the last load left in the field. One that did not know the field yet left it empty."""
        if self.memory is None:
            return MISSING
        if name not in self.memory.values:
            return untouched(self.entry.model, name)
        value = self.memory.values[name]
        return with_all_columns(name, value) if is_part(name) else value

    def _is_confirmed(self, name: str) -> bool:
        """Staff stand by the translation as it is."""
        if not isinstance(self.record, Record):
            return False
        return any(
            _column(state.field, state.language) == name and state.status == TranslationState.Status.CONFIRMED
            for state in self.record.translation_states.all()
        )

    def lost_link(self) -> str:
        """The name of a link it cannot be without, whose record is not there any more."""
        for name, value in self.wanted.items():
            if value is None and self.entry.values[name] is not None:
                field = self.entry.model._meta.get_field(name)
                if not field.null:
                    return name
        return ""

    def remember(self, record: models.Model, keep: Iterable[str] = ()) -> None:
        """Keep what was written; of a field that staff have edited, what was written before."""
        before = self.memory.values if self.memory else {}
        values = {name: value for name, value in self.wanted.items() if name not in keep}
        values |= {name: before[name] for name in keep if name in before}
        values[IS_PUBLIC] = before.get(IS_PUBLIC) or self.entry.may_be_public
        memory = self.memory or ImportedRecord(kind=self.entry.kind, slug=self.entry.slug)
        if memory.values != values or memory.record_id != record.pk:
            memory.values, memory.record_id = values, record.pk
            memory.save()

    def line(self, outcome: Outcome, fields: tuple[str, ...] = (), reasons: tuple[str, ...] = ()) -> Line:
        return Line(self.entry.kind, self.entry.slug, outcome, fields, reasons)


class Stock:
    """The records of one model as they stand before the load."""

    def __init__(self, model: type[models.Model], key: str) -> None:
        records = list(model._default_manager.all())
        self.by_id = {record.pk: record for record in records}
        self.by_slug = {getattr(record, key): record for record in records}

    def find(self, slug: str, memory: ImportedRecord | None) -> models.Model | None:
        """The record the last load wrote, whatever its address is now; else the one of that address."""
        written = self.by_id.get(memory.record_id) if memory else None
        return written or self.by_slug.get(slug)


def _column(text: str, language: str) -> str:
    """Where the text is stored: texts of parts stand under the name of the parts."""
    return text if is_part(text) else f"{text}_{language}"


def _is_withdrawn(record: models.Model) -> bool:
    return isinstance(record, Publishable) and record.state == Publishable.State.WITHDRAWN


def _problems(entry: Entry, error: ValidationError) -> Iterator[Problem]:
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield Problem(entry.file, entry.slug, "" if name == "__all__" else name, " ".join(messages))
    else:
        yield Problem(entry.file, entry.slug, "", " ".join(error.messages))
