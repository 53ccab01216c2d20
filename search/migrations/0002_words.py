"""The index of words, which each database has in its own way."""

from django.db import migrations

FTS5 = """
    CREATE VIRTUAL TABLE {name} USING fts5(
        tokens, tokenize = "unicode61 remove_diacritics 0 tokenchars ':#'", prefix = '4 5'
    )
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in ("search_entry", "search_passage"):
            schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN lexemes tsvector")
            schema_editor.execute(f"CREATE INDEX {table}_lexemes ON {table} USING gin (lexemes)")
    else:
        for name in ("search_entry_words", "search_passage_words"):
            schema_editor.execute(FTS5.format(name=name))


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in ("search_entry", "search_passage"):
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN lexemes")
    else:
        for name in ("search_entry_words", "search_passage_words"):
            schema_editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]
    operations = [migrations.RunPython(make, unmake)]
