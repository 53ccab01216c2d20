import django.db.models.deletion
from django.db import migrations, models

FILLED = """
INSERT INTO events_themedevent (event_id, theme_id, type, sort_key, open_until)
SELECT event.id, mark.theme_id, event.type, event.sort_key, event.open_until
FROM (
    SELECT event_id, theme_id FROM events_event_themes
    UNION
    SELECT event_id, parent_id FROM events_event_themes JOIN events_theme AS theme ON theme.id = theme_id
    WHERE parent_id IS NOT NULL
) AS mark JOIN events_event AS event ON event.id = mark.event_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_what_lasts_into_another_month_in_one_look'),
    ]

    operations = [
        migrations.CreateModel(
            name='ThemedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=30)),
                ('sort_key', models.PositiveIntegerField()),
                ('open_until', models.DateField()),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='themed', to='events.event')),
                ('theme', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.theme')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        # Before its indexes, which are then made at once.
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='themedevent',
            constraint=models.UniqueConstraint(fields=('event', 'theme'), name='themed_event_once'),
        ),
        migrations.AddIndex(
            model_name='themedevent',
            index=models.Index(fields=['theme', '-sort_key', '-event'], name='themed_event_newest'),
        ),
        migrations.AddIndex(
            model_name='themedevent',
            index=models.Index(fields=['theme', 'open_until', 'event'], name='themed_event_soonest'),
        ),
        migrations.AddIndex(
            model_name='themedevent',
            index=models.Index(fields=['theme', 'type', '-sort_key', '-event'], name='themed_event_type_newest'),
        ),
        migrations.AddIndex(
            model_name='themedevent',
            index=models.Index(fields=['theme', 'type', 'open_until', 'event'], name='themed_event_type_soonest'),
        ),
    ]
