from django.db import migrations, models
from django.db.models.expressions import CombinedExpression

from publishing.dates import MonthsOf


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_where_past_events_begin"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                CombinedExpression(MonthsOf("date_latest"), "-", MonthsOf("date_earliest")),
                "date_latest",
                name="event_new_months",
            ),
        ),
    ]
