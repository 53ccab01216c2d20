"""What a change of one record does to others that show something of it.

An event shows its partners by name: when a partner appears, vanishes or gets another name, the answer about
the event is another one, though nobody has written to the event. Such an echo is told as a change of the
event, in a batch of its own: it is no news, but whoever keeps copies has to know.

Which records show what of others, each app says in its `excerpts.py`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publishing.changes import Told, Touched, all_last
from publishing.kinds import record_models
from publishing.languages import columns_of, translated_fields
from publishing.models import Change, Record
from publishing.querysets import as_of_moment

Key = tuple[str, str, datetime]


@dataclass(frozen=True)
class Excerpt:
    """Something of each record that rows of `shower` reach by `path`."""

    shower: Any
    path: str
    # A change in these is seen there; None: any change is.
    columns: tuple[str, ...] | None
    # The field by which the shown record itself says where it is shown.
    link: str

    def changed(self, entry: Touched) -> bool:
        if self.columns is None:
            return True
        before: Any = entry.before
        return before is not None and any(
            getattr(before, column) != getattr(entry.record, column) for column in self.columns
        )

    def slugs(self, keys: Iterable[int], moment: datetime) -> set[str]:
        """Of the public rows that show one of these records."""
        with as_of_moment(moment):
            rows = self.shower.objects.published().filter(**{f"{self.path}__in": list(keys)})
        return set(rows.order_by().values_list("slug", flat=True))


_by_shown: dict[str, list[Excerpt]] = defaultdict(list)
_by_shower: dict[str, list[tuple[str, Excerpt]]] = defaultdict(list)


def register(shown: type[Record], shower: type[Record], path: str, *fields: str, link: str = "") -> None:
    """`shower` shows these fields of `shown`, which it reaches by `path`; without fields, whatever is told of
    it. `link` names the field by which `shown` says so itself."""
    texts = set(translated_fields(shown))
    columns: list[str] = []
    for name in fields:
        columns.extend(columns_of(name) if name in texts else [name])
    excerpt = Excerpt(shower, path, tuple(columns) if fields else None, link)
    _by_shown[str(shown._meta.model_name)].append(excerpt)
    _by_shower[str(shower._meta.model_name)].append((str(shown._meta.model_name), excerpt))


def before_deletion(record: Record, now: datetime) -> set[tuple[str, str]]:
    """Who shows it: asked while the ties are still there."""
    found = set()
    for excerpt in _by_shown.get(record.kind, ()):
        kind = excerpt.shower._meta.model_name
        found |= {(kind, slug) for slug in excerpt.slugs([record.pk], now)}
    return found


def of(entries: list[Touched], told: list[Told], now: datetime) -> list[Change]:
    keys = _in_showers(entries, told, now) | _of_what_is_announced(entries, now)
    keys |= _by_themselves(entries, now)
    known = {(change.kind, change.slug, change.at) for _record, change in told}
    return [
        Change(kind=kind, slug=slug, verb=Change.Verb.CHANGED, at=at, batch=Change.ECHO)
        for kind, slug, at in sorted(keys - known)
    ]


def _in_showers(entries: list[Touched], told: list[Told], now: datetime) -> set[Key]:
    """A record has changed: so have those that show it."""
    touched = {(entry.record.kind, entry.record.pk): entry for entry in entries}
    asked: dict[tuple[Excerpt, datetime], set[int]] = defaultdict(set)
    left: dict[Excerpt, set[int]] = defaultdict(set)
    found: set[Key] = set()
    changed = {Change.Verb.CHANGED, Change.Verb.RENAMED}
    for record, change in told:
        entry = touched.get((record.kind, record.pk))
        if entry is not None and entry.is_deleted:
            found |= {(kind, slug, now) for kind, slug in _still_public(entry.shown_in)}
            continue
        for excerpt in _by_shown.get(record.kind, ()):
            targets = _targets(entry, excerpt.link) if entry is not None and excerpt.link else set()
            left[excerpt] |= targets
            if change.verb not in changed or targets or (entry is not None and excerpt.changed(entry)):
                asked[excerpt, change.at].add(record.pk)
    for (excerpt, at), keys in asked.items():
        found |= {(excerpt.shower._meta.model_name, slug, at) for slug in excerpt.slugs(keys, at)}
    for excerpt, keys in left.items():
        rows = excerpt.shower.objects.published().filter(pk__in=keys) if keys else ()
        found |= {(row.kind, row.slug, now) for row in rows}
    return found


def _still_public(named: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Kind and slug."""
    found = set()
    for kind in {kind for kind, _slug in named}:
        rows = record_models()[kind].objects.published()
        slugs = rows.filter(slug__in=[slug for of_kind, slug in named if of_kind == kind])
        found |= {(kind, slug) for slug in slugs.order_by().values_list("slug", flat=True)}
    return found


def _targets(entry: Touched, link: str) -> set[int]:
    """Where the record was shown or is now, if that is not the same."""
    column: Any = entry.record._meta.get_field(link)
    if entry.before is None or not entry.was_public:
        return set()
    if column.many_to_many:
        before = set(entry.links_before.get(link, ()))
        return before ^ set(getattr(entry.record, link).values_list("pk", flat=True))
    keys = {getattr(row, column.attname) for row in (entry.before, entry.record)}
    return keys - {None} if len(keys) > 1 else set()


def _of_what_is_announced(entries: list[Touched], now: datetime) -> set[Key]:
    """A record was written that shows something whose day is still to come: it will change on that day."""
    # What was announced of those that depend on it has been taken back with what was announced of it.
    written = [
        record
        for entry in entries
        if not entry.is_deleted
        for record in (entry.record, *entry.others)
        if record.kind in _by_shower
    ]
    if not written or not Change.objects.announced_after(now).exists():
        return set()
    shown: dict[str, dict[str, set[tuple[Any, int]]]] = defaultdict(lambda: defaultdict(set))
    for model in {type(record) for record in written}:
        keys = [record.pk for record in written if isinstance(record, model)]
        for kind, excerpt in _by_shower[str(model._meta.model_name)]:
            path = f"{excerpt.path}__slug"
            rows = model.objects.filter(pk__in=keys).exclude(**{path: None})
            for key, slug in rows.order_by().values_list("pk", path).distinct():
                shown[kind][slug].add((model, key))
    waiting: dict[tuple[Any, datetime], set[int]] = defaultdict(set)
    for kind, showers in shown.items():
        dated = Change.objects.announced_after(now).filter(kind=kind, slug__in=list(showers))
        for slug, at in dated.exclude(verb=Change.Verb.CHANGED).values_list("slug", "at"):
            for model, key in showers[slug]:
                waiting[model, at].add(key)
    found: set[Key] = set()
    for (model, at), pks in waiting.items():
        with as_of_moment(at):
            rows = model.objects.published().filter(pk__in=pks)
        found |= {(model._meta.model_name, slug, at) for slug in rows.values_list("slug", flat=True)}
    return found


def _by_themselves(entries: list[Touched], now: datetime) -> set[Key]:
    """What will be told otherwise from a day on, of records that are public then."""
    records = [entry.record for entry in entries if not entry.is_deleted]
    return {
        (record.kind, record.slug, at)
        for record in records
        for at in record.turns()
        if at > now and all_last(record.spans(), at)
    }
