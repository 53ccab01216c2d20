from django.db import migrations


class Migration(migrations.Migration):
    """Empty in every row, which takes no more than a note in the catalogue."""

    initial = True
    dependencies = [("publishing", "__first__")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE publishing_change ADD COLUMN weight integer NULL",
            "ALTER TABLE publishing_change DROP COLUMN weight",
        )
    ]
