import django.db.models.deletion
from django.db import migrations, models

FILLED = """
INSERT INTO declarations_themeddocument (document_id, theme_id, type, sort_key)
SELECT document.id, mark.theme_id, document.type, document.sort_key
FROM (
    SELECT document_id, theme_id FROM declarations_document_themes
    UNION
    SELECT document_id, parent_id
    FROM declarations_document_themes JOIN events_theme AS theme ON theme.id = theme_id
    WHERE parent_id IS NOT NULL
    UNION
    SELECT adopted.id, themed.theme_id
    FROM declarations_document AS adopted JOIN events_themedevent AS themed ON themed.event_id = adopted.adopting_event_id
    UNION
    SELECT link.document_id, themed.theme_id
    FROM declarations_document_related_events AS link JOIN events_themedevent AS themed ON themed.event_id = link.event_id
) AS mark JOIN declarations_document AS document ON document.id = mark.document_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0002_files_provisions_commitments'),
        ('events', '0009_what_a_theme_has'),
    ]

    operations = [
        migrations.CreateModel(
            name='ThemedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=20)),
                ('sort_key', models.PositiveIntegerField()),
                ('document', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='themed', to='declarations.document')),
                ('theme', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='events.theme')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        # Before its indexes, which are then made at once.
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='themeddocument',
            constraint=models.UniqueConstraint(fields=('document', 'theme'), name='themed_document_once'),
        ),
        migrations.AddIndex(
            model_name='themeddocument',
            index=models.Index(fields=['theme', '-sort_key', '-document'], name='themed_document_newest'),
        ),
        migrations.AddIndex(
            model_name='themeddocument',
            index=models.Index(fields=['theme', 'type', '-sort_key', '-document'], name='themed_document_type_newest'),
        ),
    ]
