from datetime import UTC, datetime, time, timedelta

from django.db import migrations
from django.utils import timezone


def announce(apps, _schema_editor):
    """What `Event.turns()` tells, of the events that are planned already."""
    change = apps.get_model("publishing", "Change")
    version = apps.get_model("publishing", "RecordVersion").objects.select_for_update().filter(pk=1).first()
    if version is None:
        # Nothing has ever been public.
        return
    now = timezone.now()
    planned = apps.get_model("events", "Event").objects.filter(
        status="planned", published_at__isnull=False, date_latest__gte=now.date()
    )
    for event in planned.order_by("pk"):
        days = [event.date_earliest] if event.date_precision == "day" else []
        for day in (*days, event.date_latest + timedelta(days=1)):
            at = datetime.combine(day, time.min, UTC)
            end = event.withdrawn_at or at + timedelta(days=1)
            if now < at and event.published_at <= at < end:
                version.number += 1
                change.objects.create(
                    sequence=version.number,
                    kind="event",
                    slug=event.slug,
                    verb="changed",
                    at=at,
                    recorded_at=now,
                    batch="echo",
                )
    version.save(update_fields=["number"])


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0009_what_a_theme_has'),
        ('publishing', '0006_what_came_due_and_whose_feed'),
    ]

    operations = [
        migrations.RunPython(announce, migrations.RunPython.noop),
    ]
