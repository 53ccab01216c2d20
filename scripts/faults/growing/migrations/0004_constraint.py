from django.db import migrations


class Migration(migrations.Migration):
    """Held to from now on at once; the rows that are there are looked through under a lock that writers pass."""

    atomic = False
    dependencies = [("growing", "0003_index")]
    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE publishing_change DROP CONSTRAINT IF EXISTS change_weight_is_positive",
                "ALTER TABLE publishing_change ADD CONSTRAINT change_weight_is_positive"
                " CHECK (weight IS NULL OR weight >= 0) NOT VALID",
                "ALTER TABLE publishing_change VALIDATE CONSTRAINT change_weight_is_positive",
            ],
            ["ALTER TABLE publishing_change DROP CONSTRAINT IF EXISTS change_weight_is_positive"],
        )
    ]
