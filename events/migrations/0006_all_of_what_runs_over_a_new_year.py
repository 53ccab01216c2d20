from django.db import migrations, models
from django.db.models.expressions import CombinedExpression

from publishing.dates import YearOf


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_events_of_a_partner"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_new_years"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                CombinedExpression(YearOf("date_latest"), "-", YearOf("date_earliest")),
                "date_latest",
                "date_earliest",
                "sort_key",
                "id",
                name="event_new_years",
            ),
        ),
    ]
