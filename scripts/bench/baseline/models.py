"""What a row of the list and an answer of the API need of the portal's tables."""

from django.db import models


class Partner(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=200, db_column="name_en")

    class Meta:
        managed = False
        db_table = "members_partner"


class Theme(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=300, db_column="name_en")

    class Meta:
        managed = False
        db_table = "events_theme"


class Event(models.Model):
    slug = models.SlugField()
    type = models.CharField(max_length=30)
    status = models.CharField(max_length=9)
    mode = models.CharField(max_length=9)
    scope = models.CharField(max_length=9)
    country = models.CharField(max_length=2)
    date_earliest = models.DateField(null=True)
    date_latest = models.DateField(null=True)
    date_precision = models.CharField(max_length=5, null=True)
    title_en = models.CharField(max_length=300)
    title_fr = models.CharField(max_length=300, null=True)
    title_ar = models.CharField(max_length=300, null=True)
    text_en = models.TextField(null=True)
    text_fr = models.TextField(null=True)
    text_ar = models.TextField(null=True)
    city_en = models.CharField(max_length=100, null=True)
    city_fr = models.CharField(max_length=100, null=True)
    city_ar = models.CharField(max_length=100, null=True)
    sort_key = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True)
    themes = models.ManyToManyField(Theme, through="EventTheme")

    class Meta:
        managed = False
        db_table = "events_event"


class EventTheme(models.Model):
    event = models.ForeignKey(Event, models.DO_NOTHING)
    theme = models.ForeignKey(Theme, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = "events_event_themes"


class Participation(models.Model):
    event = models.ForeignKey(Event, models.DO_NOTHING, related_name="participations")
    partner = models.ForeignKey(Partner, models.DO_NOTHING)
    role = models.CharField(max_length=14)

    class Meta:
        managed = False
        db_table = "events_participation"
