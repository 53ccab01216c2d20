import django.db.models.deletion
from django.db import migrations, models

FILLED = """
INSERT INTO events_involvement (event_id, partner_id, sort_key, open_until)
SELECT DISTINCT part.event_id, part.partner_id, event.sort_key, event.open_until
FROM events_participation AS part JOIN events_event AS event ON event.id = part.event_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_what_lasts_into_another_month'),
        ('members', '0002_publish_permission'),
    ]

    operations = [
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_key', models.PositiveIntegerField()),
                ('open_until', models.DateField()),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='involvements', to='events.event')),
                ('partner', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='involvements', to='members.partner')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        # Before its indexes, which are then made at once.
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(fields=('event', 'partner'), name='involvement_once_for_each_partner'),
        ),
        migrations.AddIndex(
            model_name='involvement',
            index=models.Index(fields=['partner', '-sort_key', '-event'], name='involvement_newest'),
        ),
        migrations.AddIndex(
            model_name='involvement',
            index=models.Index(fields=['partner', 'open_until', 'event'], name='involvement_soonest'),
        ),
    ]
