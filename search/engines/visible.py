"""What is public at this moment, by the clock of the database: what is kept of a search goes by that, too."""

from django.db.models.functions import Now

from publishing.reading import reading_connection
from search.models import Entry


def is_visible(entry: str) -> str:
    """SQL; `entry` is what the statement calls the entry."""
    compiler = Entry.objects.none().query.get_compiler(connection=reading_connection())
    now, _parameters = compiler.compile(Now())
    until = f"{entry}.visible_until"
    return f"{entry}.visible_from <= {now} AND ({until} IS NULL OR {until} > {now})"
