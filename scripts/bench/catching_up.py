"""`manage.py setup` for a database that was filled before: brings what the code has learned since.

Its tables keep no log, and PostgreSQL lets none that does refer to them: so new ones keep none either.
"""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
django.setup()

from django.db import connection  # noqa: E402 - after Django is set up

if __name__ == "__main__":
    if connection.vendor == "postgresql":
        editor = type(connection.schema_editor())
        editor.sql_create_table = editor.sql_create_table.replace("CREATE TABLE", "CREATE UNLOGGED TABLE")
    call_command("setup")
