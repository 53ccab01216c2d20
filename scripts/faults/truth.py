"""What the portal really holds, asked past it: of every write, whether it is there, once, and whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from scripts.faults.ledger import Fate, Kind, Ledger, Write
from scripts.faults.site import Site


@dataclass
class Truth:
    """Each with the tokens that show it."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    # Without its history, its entry in the change feed or the search, its row or its bytes.
    half: list[str] = field(default_factory=list)
    # Told to have been refused, and there all the same.
    kept_though_refused: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.kept_though_refused)

    def said(self) -> dict[str, list[str]]:
        return {name: found for name, found in vars(self).items() if found}


def truth_of(site: Site, ledger: Ledger) -> Truth:
    found = Truth()
    with site.cluster.connect() as database:
        book = Book(database, site.var / "media", site.has_file)
        for write in ledger.writes:
            note(found, write, book)
        found.half += book.strays()
    return found


def note(found: Truth, write: Write, book: "Book") -> None:
    times, whats_missing = book.asked(write)
    name = f"{write.kind} {write.token} ({write.fate}, {write.said})"
    if write.fate == Fate.ACKNOWLEDGED and not times:
        found.lost.append(name)
    if times > 1:
        found.doubled.append(f"{name}: {times} times")
    if times and write.fate == Fate.REFUSED:
        found.kept_though_refused.append(name)
    if times and whats_missing:
        found.half.append(f"{name}: {', '.join(whats_missing)}")


class Book:
    def __init__(self, database: Any, media: Path, has_file: Callable[[str], bool] | None) -> None:
        self.database, self.media, self.has_file = database, media, has_file

    def asked(self, write: Write) -> tuple[int, list[str]]:
        """How often it is there, and what of it is missing."""
        ways: dict[Kind, Callable[[Write], tuple[int, list[str]]]] = {
            Kind.CREATED: self.created,
            Kind.CHANGED: self.changed,
            Kind.PUBLISHED: self.published,
            Kind.DOCUMENT: self.document,
            Kind.REPORT: self.report,
        }
        return ways[write.kind](write)

    def created(self, write: Write) -> tuple[int, list[str]]:
        rows = self.all("SELECT id FROM events_event WHERE slug = %s", write.slug)
        return len(rows), self.missing_of("events.event", [key for (key,) in rows])

    def changed(self, write: Write) -> tuple[int, list[str]]:
        """In as many revisions as saves after it: in the first of them it is new."""
        rows = self.all(
            "SELECT e.id, e.title_fr FROM events_event e WHERE e.slug = %s AND e.title_fr LIKE %s",
            write.slug,
            f"%{write.token}%",
        )
        missing = []
        for key, _title in rows:
            texts = self.revisions("events.event", key)
            told = [write.token in text for text in texts]
            # A save that was done twice shows as one revision too many.
            if sum(told) == 0:
                missing.append("no revision tells of it")
            (number,) = self.all("SELECT revision FROM events_event WHERE id = %s", key)[0]
            if number != len(texts):
                missing.append(f"revision {number}, but {len(texts)} in the history")
        return len(rows), missing

    def published(self, write: Write) -> tuple[int, list[str]]:
        rows = self.all(
            "SELECT id FROM events_event WHERE slug = %s AND published_at IS NOT NULL", write.slug
        )
        if not rows:
            return 0, []
        told = self.all(
            "SELECT 1 FROM publishing_change WHERE slug = %s AND kind = 'event' AND verb = 'published'",
            write.slug,
        )
        entries = self.all("SELECT 1 FROM search_entry WHERE slug = %s AND record_kind = 'event'", write.slug)
        missing = self.missing_of("events.event", [key for (key,) in rows])
        if not told:
            missing.append("not in the change feed")
        if not entries:
            missing.append("not in the search")
        return max(len(rows), len(told)), missing

    def document(self, write: Write) -> tuple[int, list[str]]:
        rows = self.all("SELECT id FROM declarations_document WHERE slug = %s", write.slug)
        missing = self.missing_of("declarations.document", [key for (key,) in rows])
        for (key,) in rows:
            files = self.all(
                "SELECT f.sha256, f.format FROM declarations_documentversion v"
                " JOIN declarations_storedfile f ON f.id = v.file_id WHERE v.document_id = %s",
                key,
            )
            if [digest for digest, _format in files] != [write.sha256]:
                missing.append(f"{len(files)} files")
            missing += [f"no bytes of {digest}" for digest, kind in files if not self.has_bytes(digest, kind)]
        return len(rows), missing

    def report(self, write: Write) -> tuple[int, list[str]]:
        return len(
            self.all("SELECT 1 FROM reports_problemreport WHERE message LIKE %s", f"%{write.token}%")
        ), []

    def missing_of(self, model: str, keys: list[int]) -> list[str]:
        return ["no revision" for key in keys if not self.revisions(model, key)]

    def revisions(self, model: str, key: int) -> list[str]:
        app, name = model.split(".")
        rows = self.all(
            "SELECT v.serialized_data FROM reversion_version v"
            " JOIN django_content_type t ON t.id = v.content_type_id"
            " JOIN reversion_revision r ON r.id = v.revision_id"
            " WHERE t.app_label = %s AND t.model = %s AND v.object_id = %s ORDER BY v.id",
            app,
            name,
            str(key),
        )
        return [text for (text,) in rows]

    def has_bytes(self, digest: str, kind: str) -> bool:
        """In their place, or on the last step to it: reading finishes that."""
        if self.has_file is not None:
            return self.has_file(f"{digest}.{kind}")
        paths = self.media.rglob(f"{digest}.{kind}")
        return any(sha256(path.read_bytes()).hexdigest() == digest for path in paths)

    def strays(self) -> list[str]:
        """Bytes in their place that belong to no row."""
        known = {digest for (digest,) in self.all("SELECT sha256 FROM declarations_storedfile")}
        return [
            f"{path.name}: bytes without a row"
            for path in (self.media / "documents").rglob("*")
            if path.is_file() and path.stem not in known
        ]

    def all(self, sql: str, *parameters: Any) -> list[tuple]:
        return self.database.execute(sql, parameters).fetchall()
