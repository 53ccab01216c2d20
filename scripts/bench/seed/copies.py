"""The rows that were made, once more and once more again: written by the database itself.

Each copy has keys, addresses and moments of its own, refers to its own neighbours, and is in the index of
words as its original is. Keys follow each other without a gap: the search goes by them.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Max

from declarations.models import (
    Commitment,
    Document,
    DocumentVersion,
    ProgressEntry,
    Provision,
    Relation,
    StoredFile,
)
from events.models import AgendaItem, Event, Participation, Series, Speaker
from publishing.models import Change, TranslationState
from search.index import SHELF
from search.models import Entry, Passage

COPIED: list[type[models.Model]] = [
    Series,
    Event,
    Participation,
    Event.themes.through,
    Speaker,
    AgendaItem,
    Document,
    Document.related_events.through,
    Document.themes.through,
    StoredFile,
    DocumentVersion,
    Provision,
    Commitment,
    ProgressEntry,
    Relation,
    TranslationState,
    Change,
    Entry,
    Passage,
]


def last_keys() -> dict[type[models.Model], int]:
    return {model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in COPIED}


class Copier:
    """`shipped` are the last keys before rows were made: what is above is copied."""

    def __init__(self, shipped: dict[type[models.Model], int]) -> None:
        self.shipped = shipped
        self.steps = {model: last - shipped[model] for model, last in last_keys().items()}
        self.is_postgresql = connection.vendor == "postgresql"

    def copy(self, number: int) -> None:
        """The copy of this number, from 1."""
        with connection.cursor() as cursor:
            for model in COPIED:
                self._insert(cursor, model, number)
            if not self.is_postgresql:
                self._copy_words(cursor, number)

    def _insert(self, cursor, model: type[models.Model], number: int) -> None:
        columns, values = [], []
        for field in model._meta.concrete_fields:
            if not field.generated:
                columns.append(f'"{field.column}"')
                values.append(self._value(model, field, number))
        if self.is_postgresql and model in {Entry, Passage}:
            columns.append("lexemes")
            values.append(self._lexemes(model, number))
        key, first, step = model._meta.pk.column, self.shipped[model], self.steps[model]
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(values)} '  # noqa: S608 - our own names
            f'FROM "{model._meta.db_table}" WHERE "{key}" > {first} AND "{key}" <= {first + step} '
            f'ORDER BY "{key}"'
        )

    def _value(self, model: type[models.Model], field: models.Field, number: int) -> str:
        name = f'"{field.column}"'
        if field.primary_key:
            return f"{name} + {number * self.steps[model]}"
        if field.is_relation and field.related_model in self.steps:
            return f"{name} + {number * self.steps[field.related_model]}"
        special = {
            "slug": f"{name} || '-{number}'",
            "sha256": f"substr({name}, 1, 56) || '{number:08}'",
            "uid": "gen_random_uuid()" if self.is_postgresql else "lower(hex(randomblob(16)))",
            "part": self._part(name, number),
            "updated_at": self._later(name, number),
            "at": self._later(name, number),
            "object_id": self._moved(name, "content_type_id", self._keys_of_kinds(), number),
            "record_id": self._moved(name, "record_kind", self._names_of_kinds(), number),
        }
        return special.get(field.name, name)

    def _later(self, name: str, number: int) -> str:
        if self.is_postgresql:
            return f"{name} + {number * 7} * interval '1 second'"
        return f"strftime('%Y-%m-%d %H:%M:%f', {name}, '+{number * 7} seconds') || '000'"

    def _part(self, name: str, number: int) -> str:
        """The search knows a speaker by the key."""
        key = f"CAST(substr({name}, 9) AS bigint) + {number * self.steps[Speaker]}"
        return f"CASE WHEN {name} LIKE 'speaker:%%' THEN 'speaker:' || ({key}) ELSE {name} END"

    def _moved(self, name: str, kind: str, steps: dict[str, int], number: int) -> str:
        cases = " ".join(f"WHEN {value} THEN {step * number}" for value, step in steps.items())
        return f"{name} + CASE {kind} {cases} ELSE 0 END"

    def _keys_of_kinds(self) -> dict[str, int]:
        kinds = ContentType.objects.get_for_models(*self.steps)
        return {str(kinds[model].pk): step for model, step in self.steps.items()}

    def _names_of_kinds(self) -> dict[str, int]:
        return {f"'{model._meta.model_name}'": step for model, step in self.steps.items()}

    # An entry has a mark of its shelf among its words; a passage, of its entry.
    def _marks(self, model: type[models.Model], key: str, number: int) -> tuple[str, str]:
        if model is Entry:
            moved = f"({key} + {number * self.steps[Entry]})"
            return f"'#s' || ({key} / {SHELF})", f"'#s' || ({moved} / {SHELF})"
        return f"'e:' || {key}", f"'e:' || ({key} + {number * self.steps[Entry]})"

    def _lexemes(self, model: type[models.Model], number: int) -> str:
        old, new = self._marks(model, "id" if model is Entry else "entry_id", number)
        return f"ts_delete(lexemes, {old}) || array_to_tsvector(ARRAY[{new}])"

    def _copy_words(self, cursor, number: int) -> None:
        for model, table, key in (
            (Entry, "search_entry_words", "w.rowid"),
            (Passage, "search_passage_words", "p.entry_id"),
        ):
            old, new = self._marks(model, key, number)
            join = "JOIN search_passage AS p ON p.id = w.rowid" if model is Passage else ""
            first, step = self.shipped[model], self.steps[model]
            cursor.execute(
                f"INSERT INTO {table} (rowid, tokens) SELECT w.rowid + {number * step}, "  # noqa: S608 - our own names
                f"rtrim(replace(w.tokens || ' ', {old} || ' ', {new} || ' ')) "
                f"FROM {table} AS w {join} "
                f"WHERE w.rowid > {first} AND w.rowid <= {first + step} ORDER BY w.rowid"
            )
