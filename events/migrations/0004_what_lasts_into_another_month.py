from django.db import migrations, models
from django.db.models.expressions import CombinedExpression, Value

from publishing.dates import MonthOf, YearOf

YEARS = CombinedExpression(YearOf("date_latest"), "-", YearOf("date_earliest"))
MONTHS = CombinedExpression(CombinedExpression(YEARS, "*", Value(12)), "+", MonthOf("date_latest"))


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_where_past_events_begin"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                CombinedExpression(MONTHS, "-", MonthOf("date_earliest")),
                "date_latest",
                name="event_new_months",
            ),
        ),
    ]
