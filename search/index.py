"""Keeps the index true to the record, in the transaction that writes the record."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from html import unescape

from django.db import transaction
from django.utils.html import strip_tags

from publishing.changes import Touched
from publishing.models import Record, RecordVersion
from search import analyser, sources
from search.engines import engine
from search.models import Entry, Passage
from search.sources import Source

# Entries on one shelf: the latest shelves are looked through first.
SHELF = 5_000
# Of the different words of one text, in bytes: PostgreSQL takes no more than a million, and a scan full of
# misread letters may have no end of them.
MOST_OF_WORDS = 500_000
# In characters. A text without pages may be a whole book; one page is hardly ever longer.
LONGEST_PASSAGE = 20_000
LONGEST_SUMMARY = 600
# Records written together, each with all its files' texts.
BATCH = 25


def follow(written: list[Touched]) -> None:
    """After a write, public or not: what is scheduled must appear by itself, and what went back to draft
    must not."""
    keys: dict[str, dict[int, None]] = {}
    for touched in written:
        record = touched.record
        if record.kind in sources.kinds():
            keys.setdefault(record.kind, {})[record.pk] = None
        for kind, owned in sources.owned_by(record):
            keys.setdefault(kind, {}).update(dict.fromkeys(owned))
    for kind, others in sources.also_changed(written):
        keys.setdefault(kind, {}).update(dict.fromkeys(others))
    for kind, found in keys.items():
        left = list(found)
        while left:
            # As they are stored, with what belongs to them.
            bring(kind, left[:BATCH])
            left = left[BATCH:]


def bring(kind: str, keys: Sequence[int], *, anew: bool = False) -> int:
    """Write what the records of these keys have to be found by; what is gone is forgotten. Returns how many
    records there are. `anew` writes also what has not changed."""
    records = list(sources.rows_of(kind).filter(pk__in=keys))
    there = {record.pk for record in records}
    forget(kind, [key for key in keys if key not in there])
    known = {
        (entry.record_id, entry.language, entry.part): entry
        for entry in Entry.objects.filter(record_kind=kind, record_id__in=there)
    }
    changed: list[tuple[Entry, Source]] = []
    for record in records:
        for source in sources.sources_of(record):
            entry = known.pop((record.pk, source.language, source.part), None)
            fingerprint = _fingerprint(record, source)
            if anew or entry is None or entry.fingerprint != fingerprint:
                changed.append((_filled(entry or Entry(), record, source, fingerprint), source))
    _remove([entry.pk for entry in known.values()])
    _write(changed)
    return len(records)


def forget(kind: str, keys: Iterable[int]) -> None:
    keys = list(keys)
    if keys:
        _remove(list(Entry.objects.filter(record_kind=kind, record_id__in=keys).values_list("pk", flat=True)))


def plain(text: str) -> str:
    """Of formatted text, what is read."""
    return " ".join(unescape(strip_tags(text.replace("><", "> <"))).split())


def _fingerprint(record: Record, source: Source) -> str:
    told = json.dumps([analyser.VERSION, record.slug, asdict(source)], default=str)
    return sha256(told.encode()).hexdigest()


def _filled(entry: Entry, record: Record, source: Source, fingerprint: str) -> Entry:
    entry.record_kind, entry.record_id = record.kind, record.pk
    entry.language, entry.part, entry.kind = source.language, source.part, source.kind or record.kind
    entry.slug, entry.title, entry.summary = record.slug, source.title, source.summary[:LONGEST_SUMMARY]
    entry.type, entry.year, entry.sort_key = source.type, source.year, source.sort_key
    entry.is_own, entry.replaced_at = source.is_own, source.replaced_at
    entry.theme_ids = sorted(source.theme_ids)
    entry.visible_from, entry.visible_until = source.visible_from, source.visible_until
    names = " ".join(source.other_names)
    entry.title_stems = " ".join(analyser.stems(f"{source.title} {names}", source.language))
    entry.summary_stems = " ".join(analyser.stems(source.summary, source.language))
    entry.fingerprint = fingerprint
    return entry


def _write(changed: list[tuple[Entry, Source]]) -> None:
    new = [entry for entry, _source in changed if entry.pk is None]
    old = [entry for entry, _source in changed if entry.pk is not None]
    Entry.objects.bulk_create(new, batch_size=BATCH)
    for entry in old:
        entry.save()
    _remove_passages([entry.pk for entry in old])
    rows: list[tuple[Passage, list[str]]] = []
    entries: list[tuple[int, list[str]]] = []
    for entry, source in changed:
        passages = [
            (passage, analyser.stems(passage.text, entry.language)) for passage in _passages(entry, source)
        ]
        entries.append((entry.pk, _lexemes(entry, source, (tokens for _passage, tokens in passages))))
        rows += passages
    if not changed:
        return
    Passage.objects.bulk_create([passage for passage, _tokens in rows], batch_size=BATCH)
    engine().write_entries(entries)
    engine().write_passages(
        [(passage.pk, tokens, [mark_of_entry(passage.entry_id)]) for passage, tokens in rows]
    )


def _passages(entry: Entry, source: Source) -> Iterable[Passage]:
    pieces = [sources.Piece(source.title), sources.Piece(source.summary), *source.pieces]
    parts = ((piece, text) for piece in pieces for text in _in_parts(piece.text))
    for ordinal, (piece, text) in enumerate(parts):
        yield Passage(
            entry=entry,
            ordinal=ordinal,
            place_kind=piece.place_kind,
            place=piece.place,
            place_label=piece.place_label,
            text=text,
        )


def _in_parts(text: str) -> Iterator[str]:
    """Cut at the end of a line, or else of a word."""
    while len(text) > LONGEST_PASSAGE:
        middle = LONGEST_PASSAGE // 2
        end = max(text.rfind("\n", middle, LONGEST_PASSAGE), 0) or text.rfind(" ", middle, LONGEST_PASSAGE)
        end = end if end > 0 else LONGEST_PASSAGE
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def _lexemes(entry: Entry, source: Source, texts: Iterable[list[str]]) -> list[str]:
    words = dict.fromkeys(entry.title_stems.split())
    words |= dict.fromkeys(word for tokens in texts for word in tokens)
    titles = {f"t:{stem}" for stem in entry.title_stems.split()}
    whole = {f"r:{word}" for word in analyser.folded_words([source.title, *source.other_names])}
    marks = {f"#s{shelf_of(entry.pk)}", f"k:{entry.kind}", f"l:{entry.language}"}
    marks |= {f"th:{key}" for key in entry.theme_ids}
    marks |= {f"y:{entry.year}"} if entry.year else set()
    marks |= {f"ty:{entry.type}"} if entry.type else set()
    return [*_bounded(words), *titles, *whole, *marks]


def _bounded(words: Iterable[str]) -> Iterator[str]:
    room = MOST_OF_WORDS
    for word in words:
        room -= len(word.encode())
        if room < 0:
            return
        yield word


def shelf_of(key: int) -> int:
    return key // SHELF


def mark_of_entry(key: int) -> str:
    return f"e:{key}"


def _remove(keys: list[int]) -> None:
    if keys:
        _remove_passages(keys)
        engine().remove_entries(keys)
        Entry.objects.filter(pk__in=keys).delete()


def _remove_passages(entries: list[int]) -> None:
    if entries:
        keys = list(Passage.objects.filter(entry__in=entries).values_list("pk", flat=True))
        engine().remove_passages(keys)
        Passage.objects.filter(entry__in=entries)._raw_delete(using=Passage.objects.db)


def rebuild() -> Iterable[tuple[str, int, int]]:
    """Everything anew, batch by batch, while the site serves. Yields kind, records done and records in all.

    Each batch is locked while it is read and written, so that nobody's save is undone by an older text.
    """
    for kind in sources.kinds():
        rows = sources.rows_of(kind).order_by("pk")
        total, done, last = rows.count(), 0, 0
        while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                sources.lock(kind, keys)
                done += bring(kind, keys, anew=True)
            last = keys[-1]
            yield kind, done, total
        with transaction.atomic():
            _forget_gone(kind, rows.model)
    with transaction.atomic():
        _remove(list(Entry.objects.exclude(record_kind__in=sources.kinds()).values_list("pk", flat=True)))
        # What was found before is kept while the record stands, in other processes, too.
        RecordVersion.advance()


def _forget_gone(kind: str, model: type) -> None:
    there = model._base_manager.all().values("pk")  # type: ignore[attr-defined]
    gone = Entry.objects.filter(record_kind=kind).exclude(record_id__in=there)
    _remove(list(gone.values_list("pk", flat=True)))
