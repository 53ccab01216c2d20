from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0006_all_of_what_runs_over_a_new_year"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["chair_term", "-sort_key", "-id"],
                condition=models.Q(chair_term__isnull=False),
                name="event_term_newest",
            ),
        ),
    ]
