from django.db import migrations

from publishing.pieces import in_pieces


def fill(apps, schema_editor):
    """Each piece is a transaction of its own: nobody waits for more than one of them."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(sequence), max(sequence) FROM publishing_change")
        first, last = cursor.fetchone()
        for start, end in in_pieces(first, last):
            cursor.execute(
                "UPDATE publishing_change SET weight = length(slug)"
                " WHERE sequence >= %s AND sequence < %s AND weight IS NULL",
                [start, end],
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("growing", "0001_column")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
