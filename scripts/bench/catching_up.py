"""Brings to a database that was filled before what the code has learned: migrations, styles, translations.

The record that it was filled from stays as it is: to compare it with a million events takes longer than to
measure. Tables keep no log, and PostgreSQL lets none that does refer to them: so new ones keep none either.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
django.setup()

from django.db import connection  # noqa: E402 - after Django is set up

from khartoum.management.commands.setup import Command  # noqa: E402 - after Django is set up

if __name__ == "__main__":
    if connection.vendor == "postgresql":
        editor = type(connection.schema_editor())
        editor.sql_create_table = editor.sql_create_table.replace("CREATE TABLE", "CREATE UNLOGGED TABLE")
    setup = Command()
    setup.compile()
    setup.migrate()
    setup.collect()
