from django.db import migrations

AT_ONCE = 5_000


def fill(apps, schema_editor):
    """Some rows at a time, each time in a transaction of its own: nobody waits for more than one of them."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(sequence), max(sequence) FROM publishing_change")
        first, last = cursor.fetchone()
        for start in range(first, last + 1, AT_ONCE):
            cursor.execute(
                "UPDATE publishing_change SET weight = length(slug)"
                " WHERE sequence >= %s AND sequence < %s AND weight IS NULL",
                [start, start + AT_ONCE],
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("growing", "0001_column")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
