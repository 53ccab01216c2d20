import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries.fields import CountryField

from events.models.shown import ShownEvent
from events.models.themes import Series, Theme
from events.ordering import sort_key_of
from events.querysets import EventQuerySet
from events.timezones import validate_time_zone
from members.models import Chairmanship, Partner
from publishing.dates import (
    MonthsOf,
    PartialDateField,
    new_months_within,
    new_years_within,
    partial_date_constraint,
)
from publishing.fields import ChoiceListField
from publishing.labels import label_of
from publishing.models import Publishable, Record, publishable_constraints
from publishing.richtext import RichTextField


class Event(ShownEvent, Publishable):
    """Anything with a date that the Process holds, joins in or builds on."""

    class Type(models.TextChoices):
        MINISTERIAL_CONFERENCE = "ministerial_conference", _("Ministerial Conference")
        SENIOR_OFFICIALS_MEETING = "senior_officials_meeting", _("Senior Officials’ Meeting")
        STEERING_COMMITTEE_MEETING = "steering_committee_meeting", _("Steering Committee meeting")
        JOINT_HIGH_LEVEL_MEETING = "joint_high_level_meeting", _("Joint High-Level Meeting")
        JVAP_MEETING = "jvap_meeting", _("Joint Valletta Action Plan meeting")
        PREPARATORY_MEETING = "preparatory_meeting", _("Preparatory meeting")
        THEMATIC_MEETING = "thematic_meeting", _("Thematic meeting")
        THEMATIC_WORKSHOP = "thematic_workshop", _("Thematic workshop")
        TRAINING = "training", _("Training")
        WEBINAR = "webinar", _("Webinar")
        INFORMAL_WORKING_GROUP = "informal_working_group", _("Informal Working Group")
        RELATED_EVENT = "related_event", _("Related event")

    class Level(models.TextChoices):
        POLITICAL = "political", _("Political level")
        TECHNICAL = "technical", _("Technical level")

    TECHNICAL_TYPES = (
        Type.THEMATIC_MEETING,
        Type.THEMATIC_WORKSHOP,
        Type.TRAINING,
        Type.WEBINAR,
        Type.INFORMAL_WORKING_GROUP,
    )

    class Scope(models.TextChoices):
        CORE = "core", _("Held by the Process")
        JOINT = "joint", _("Held with another process")
        PRECURSOR = "precursor", _("Before the Process was founded")
        RELATED = "related", _("Related event of another body")

    OWN_SCOPES = (Scope.CORE, Scope.JOINT)

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    UNDECIDED = (Status.PLANNED, Status.POSTPONED)

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("In person and online")

    class OrdinalScheme(models.TextChoices):
        MINISTERIAL = "ministerial", _("ministerial conferences")
        SOM = "som", _("Senior Officials’ Meetings")
        IWG = "iwg", _("informal working groups")
        TM_2016 = "tm-2016", _("thematic meetings of 2016")

    class JointProcess(models.TextChoices):
        RABAT_PROCESS = "rabat-process", _("Rabat Process")
        AU_HORN_OF_AFRICA_INITIATIVE = "au-horn-of-africa-initiative", _("AU–Horn of Africa Initiative")

    class Count(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        MORE_THAN = "more_than", _("more than")

    # Calendars know the event by this for ever, whatever becomes of its address.
    uid = models.UUIDField(unique=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    title_is_official = models.BooleanField(
        _("official title"), default=True, help_text=_("Untick where the title is a description of ours.")
    )
    type = models.CharField(_("type"), max_length=30, choices=Type)
    scope = models.CharField(
        _("scope"),
        max_length=9,
        choices=Scope,
        default=Scope.CORE,
        help_text=_("The Process’s own meetings are those it holds itself or with another process."),
    )
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    date = PartialDateField(_("date"))
    start_time = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("Where known; local time.")
    )
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("For example Africa/Cairo or Europe/Paris. Needed with a time."),
    )
    chair_term = models.ForeignKey(
        Chairmanship,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placed_events",
        verbose_name=_("under the chairmanship"),
        help_text=_("Only if the date is not known to the day: the chair term in which it fell."),
    )
    sort_key = models.PositiveIntegerField(default=0, editable=False)
    mode = models.CharField(_("mode"), max_length=9, choices=Mode, default=Mode.IN_PERSON)
    city = models.CharField(_("city"), max_length=100, blank=True, null=True)
    country = CountryField(_("country"), blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True, null=True)
    ordinal_scheme = models.CharField(_("numbered among"), max_length=11, choices=OrdinalScheme, blank=True)
    ordinal_number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    joint_processes = ChoiceListField(
        _("held jointly with"), choices=JointProcess, help_text=_("Other processes that held it too.")
    )
    text = RichTextField(_("what happened"))
    participants_count = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)
    participants_qualifier = models.CharField(
        _("how exact"), max_length=9, choices=Count, default=Count.EXACT
    )
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="events", verbose_name=_("themes"))
    partners = models.ManyToManyField(
        Partner, through="events.Participation", related_name="events", verbose_name=_("partners")
    )

    # What lists are narrowed by, kept by the database so that one index can serve filter and order.
    open_until = models.GeneratedField(
        expression=Coalesce(
            "date_latest",
            Case(When(status__in=UNDECIDED, then=Value(dt.date.max)), default=Value(dt.date.min)),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    whose = models.GeneratedField(
        expression=Case(When(scope__in=OWN_SCOPES, then=Value("own")), default=Value("other")),
        output_field=models.CharField(max_length=5),
        db_persist=True,
    )
    level_of_type = models.GeneratedField(
        expression=Case(
            When(type__in=TECHNICAL_TYPES, then=Value(Level.TECHNICAL)), default=Value(Level.POLITICAL)
        ),
        output_field=models.CharField(max_length=9),
        db_persist=True,
    )

    objects = EventQuerySet.as_manager()

    # Said here again: the model would get Django's.
    get_type_display = ShownEvent.get_type_display
    get_scope_display = ShownEvent.get_scope_display
    get_status_display = ShownEvent.get_status_display
    get_mode_display = ShownEvent.get_mode_display

    searched_fields = ("title",)
    reserved_slugs = frozenset({"calendar", "map"})

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-sort_key", "-pk"]
        indexes = [
            models.Index(fields=["-sort_key", "-id"], name="event_newest"),
            models.Index(fields=["type", "-sort_key", "-id"], name="event_type_newest"),
            models.Index(fields=["scope", "-sort_key", "-id"], name="event_scope_newest"),
            models.Index(fields=["country", "-sort_key", "-id"], name="event_country_newest"),
            models.Index(fields=["mode", "-sort_key", "-id"], name="event_mode_newest"),
            models.Index(fields=["whose", "-sort_key", "-id"], name="event_whose_newest"),
            models.Index(fields=["level_of_type", "-sort_key", "-id"], name="event_level_newest"),
            models.Index(fields=["open_until", "id"], name="event_soonest"),
            models.Index(
                fields=["-sort_key"], condition=Q(open_until=dt.date.min), name="event_without_a_day"
            ),
            models.Index(fields=["type", "open_until", "id"], name="event_type_soonest"),
            models.Index(fields=["country", "open_until", "id"], name="event_country_soonest"),
            models.Index(fields=["mode", "open_until", "id"], name="event_mode_soonest"),
            models.Index(fields=["whose", "open_until", "id"], name="event_whose_soonest"),
            models.Index(fields=["level_of_type", "open_until", "id"], name="event_level_soonest"),
            models.Index(fields=["date_earliest"], name="event_first_day"),
            models.Index(fields=["date_latest", "date_earliest"], name="event_span"),
            # With all that is asked of what runs over a new year, so that nothing else of it is read.
            models.Index(
                new_years_within("date_earliest", "date_latest"),
                "date_latest",
                "date_earliest",
                "sort_key",
                "id",
                name="event_new_years",
            ),
            models.Index(
                new_months_within("date_earliest", "date_latest"),
                "date_latest",
                "id",
                MonthsOf("date_earliest"),
                name="event_new_months",
            ),
            models.Index(
                fields=["chair_term", "-sort_key", "-id"],
                condition=Q(chair_term__isnull=False),
                name="event_term_newest",
            ),
            models.Index(fields=["published_at", "withdrawn_at"], name="event_publication"),
        ]
        constraints = [
            *publishable_constraints("event"),
            partial_date_constraint("event", "date"),
            models.CheckConstraint(
                condition=~Q(mode="online") | Q(country=""),
                name="event_online_has_no_country",
                violation_error_message=_(
                    "An online event has no place: empty the country, or change the mode."
                ),
            ),
            models.CheckConstraint(
                condition=Q(start_time=None, end_time=None)
                # Equal to null would not be refused.
                | (
                    Q(date_precision__isnull=False, date_precision="day", start_time__isnull=False)
                    & ~Q(time_zone="")
                ),
                name="event_time_has_a_day_and_a_zone",
                violation_error_message=_("A time needs an exact date, a beginning and a time zone."),
            ),
            models.CheckConstraint(
                condition=Q(end_time=None)
                | Q(date_latest__gt=F("date_earliest"))
                | Q(end_time__gte=F("start_time")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal_scheme="", ordinal_number=None)
                | (~Q(ordinal_scheme="") & Q(ordinal_number__isnull=False, ordinal_number__gt=0)),
                name="event_number_belongs_to_a_numbering",
                violation_error_message=_(
                    "Give the number together with what it is counted among, or neither."
                ),
            ),
            models.UniqueConstraint(
                fields=["ordinal_scheme", "ordinal_number"],
                condition=~Q(ordinal_scheme=""),
                name="event_number_once_in_its_numbering",
                violation_error_message=_("Another event already has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def clean(self) -> None:
        """Of a date that is half known, its first possible day: a meeting of this year may have been held."""
        super().clean()
        if self.status == self.Status.HELD and self.date and self.date.earliest > timezone.localdate():
            told = _(
                "It cannot have been held: its date, %(date)s, is still to come. "
                "Choose “planned”, or correct the date."
            )
            raise ValidationError({"status": ValidationError(told, params={"date": self.date})})

    def save(self, **kwargs: Any) -> None:
        if self.uid is None:
            # From the first address, so that two portals loaded from one record agree.
            self.uid = uuid5(NAMESPACE_URL, f"khartoum-process:event:{self.slug}")
            if type(self).objects.filter(uid=self.uid).exists():
                # The address was another event's before that one moved on.
                self.uid = uuid4()
        self.sort_key = sort_key_of(self)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(**kwargs)

    def public_with_it(self) -> Iterable[Record]:
        """Its pictures."""
        yield from self.pictures.filter(published_at__isnull=False)

    def turns(self) -> Iterable[dt.datetime]:
        """The summary of what is planned is another one from its first day on, and when it should be over."""
        if self.status != self.Status.PLANNED or self.date is None:
            return
        days = [self.date.earliest] if self.date.is_exact else []
        for day in (*days, self.date.latest + dt.timedelta(days=1)):
            # Days of the portal begin in UTC.
            yield dt.datetime.combine(day, dt.time.min, dt.UTC)

    @property
    def starts_at(self) -> dt.datetime | None:
        """The moment it begins, where the time is known."""
        return self._moment(self.date.earliest, self.start_time) if self.date else None

    @property
    def ends_at(self) -> dt.datetime | None:
        return self._moment(self.date.latest, self.end_time) if self.date else None

    def _moment(self, day: dt.date, at: dt.time | None) -> dt.datetime | None:
        return dt.datetime.combine(day, at, tzinfo=ZoneInfo(self.time_zone)) if at else None

    @property
    def time_label(self) -> str:
        """ "10:00–12:30 (Africa/Cairo)", or nothing."""
        if self.start_time is None:
            return ""
        times = "–".join(f"{at:%H:%M}" for at in (self.start_time, self.end_time) if at)
        return f"{times} ({self.time_zone.replace('_', ' ')})"

    @property
    def participants_label(self) -> str:
        """ "about 90 people", or nothing."""
        count = self.participants_count
        if count is None:
            return ""
        wordings = {
            self.Count.EXACT: ngettext("%(count)s person", "%(count)s people", count),
            self.Count.ABOUT: ngettext("about %(count)s person", "about %(count)s people", count),
            self.Count.MORE_THAN: ngettext("more than %(count)s person", "more than %(count)s people", count),
        }
        return wordings[self.Count(self.participants_qualifier)] % {"count": count}

    @property
    def joint_processes_labels(self) -> list[str]:
        return [label_of(self.JointProcess, process) for process in self.joint_processes]
