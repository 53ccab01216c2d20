from django.db import migrations, models
from django.db.models.expressions import CombinedExpression

from publishing.dates import MonthsOf


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_latest_event_of_a_term"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_new_months"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                CombinedExpression(MonthsOf("date_latest"), "-", MonthsOf("date_earliest")),
                "date_latest",
                "id",
                MonthsOf("date_earliest"),
                name="event_new_months",
            ),
        ),
    ]
