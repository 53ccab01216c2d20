from django.db import migrations


class Migration(migrations.Migration):
    """Made beside the work, by one process: several would leave no processor to those who are served.
    One that was broken off is left behind as invalid, and goes first."""

    atomic = False
    dependencies = [("growing", "0002_filled")]
    operations = [
        migrations.RunSQL(
            [
                "SET max_parallel_maintenance_workers = 0",
                "DROP INDEX CONCURRENTLY IF EXISTS change_by_weight",
                "CREATE INDEX CONCURRENTLY change_by_weight ON publishing_change (weight, sequence)",
                "RESET max_parallel_maintenance_workers",
            ],
            ["DROP INDEX CONCURRENTLY IF EXISTS change_by_weight"],
        )
    ]
