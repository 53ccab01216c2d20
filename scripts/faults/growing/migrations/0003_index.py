from django.db import migrations


class Migration(migrations.Migration):
    """Made beside the work. One that was broken off is left behind as invalid, and goes first."""

    atomic = False
    dependencies = [("growing", "0002_filled")]
    operations = [
        migrations.RunSQL(
            [
                "DROP INDEX CONCURRENTLY IF EXISTS change_by_weight",
                "CREATE INDEX CONCURRENTLY change_by_weight ON publishing_change (weight, sequence)",
            ],
            ["DROP INDEX CONCURRENTLY IF EXISTS change_by_weight"],
        )
    ]
