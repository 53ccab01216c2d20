"""Events, themes and series as JSON."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django_countries.fields import Country
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Document
from events.models import AgendaItem, Event, Participation, Picture, PictureFile, Series, Speaker, Theme
from events.prose import summary_of
from members.models import Chairmanship
from members.serializers import (
    ChairmanshipReferenceSerializer,
    PartnerReferenceSerializer,
    PersonSerializer,
)
from publishing.objects import parts_as_records, record_reader
from publishing.serializers import (
    LANGUAGES,
    AddressField,
    LinksField,
    PartialDateField,
    PartSerializer,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextSerializer,
    TextStatusField,
    WholeRecordField,
    as_list,
)
from publishing.shapes import Rows, object_reader


class EventReferenceSerializer(PublicSerializer):
    """An event, as other records name it."""

    slug = serializers.SlugField(help_text="Identifies the event.")
    title = TextField()
    date = PartialDateField(help_text="When it is or was held; null where that is not known.")
    url = AddressField("api:events-detail")


class ThemeReferenceSerializer(PublicSerializer):
    """A theme, as other records name it."""

    slug = serializers.SlugField(help_text="Identifies the theme.")
    name = TextField()
    url = AddressField("api:themes-detail")


class SeriesReferenceSerializer(PublicSerializer):
    """A series, as its events name it."""

    slug = serializers.SlugField(help_text="Identifies the series.")
    title = TextField()
    url = AddressField("api:series-detail")


class DocumentReferenceSerializer(PublicSerializer):
    """A document, as other records name it."""

    slug = serializers.SlugField(help_text="Identifies the document.")
    title = TextField()
    url = AddressField("api:documents-detail")


class CountrySerializer(serializers.Serializer):
    """A country by its ISO 3166-1 codes and its name."""

    iso2 = serializers.CharField(help_text="Its code in two letters.")
    iso3 = serializers.CharField(allow_null=True, help_text="Its code in three letters.")
    name = TextSerializer(help_text="Its name in each language.")


@extend_schema_field(CountrySerializer(allow_null=True))
class CountryField(WholeRecordField):
    def reader(self, scope):
        place = scope.at(self.field_name)
        return lambda row, found: country_as_json(row[place]) if row[place] else None


@lru_cache(maxsize=300)
def country_as_json(code: str) -> dict[str, Any]:
    names: dict[str, str | None] = {}
    for language in LANGUAGES:
        with translation.override(language):
            names[language] = str(Country(code).name) or None
    return {"iso2": code, "iso3": Country(code).alpha3 or None, "name": names}


class OrdinalSerializer(PublicSerializer):
    """Its number, and among what it is counted: the 2nd of the ministerial conferences."""

    scheme = serializers.ChoiceField(
        source="ordinal_scheme", choices=Event.OrdinalScheme.choices, help_text="Among what it is counted."
    )
    number = serializers.IntegerField(source="ordinal_number", help_text="Counted from 1.")


class CountSerializer(PublicSerializer):
    """How many took part, and how exactly that is known."""

    count = serializers.IntegerField(source="participants_count", help_text="The number that is told.")
    qualifier = serializers.ChoiceField(
        source="participants_qualifier",
        choices=Event.Count.choices,
        help_text="Whether so many took part, about so many, or more.",
    )


class IfKnownField(WholeRecordField):
    """A shape made of columns of the record itself, null where the one of them that decides is empty."""

    def __init__(self, shape, decides, **kwargs):
        self.shape, self.decides = shape, decides
        self._spectacular_annotation = {"field": shape(allow_null=True)}
        super().__init__(**kwargs)

    def reader(self, scope):
        place, read = scope.at(self.decides), object_reader(self.shape(), scope)
        return lambda row, found: None if row[place] is None else read(row, found)


class ParticipationSerializer(PublicSerializer):
    """A partner's role at the event."""

    partner = PartnerReferenceSerializer()
    role = serializers.ChoiceField(
        choices=Participation.Role.choices, help_text="What the partner was at the event."
    )


@extend_schema_field({"type": "string", "pattern": r"^\d{2}:\d{2}$", "example": "09:30"})
class ClockField(serializers.Field):
    """Hours and minutes: no source gives seconds."""

    def reader(self, scope):
        place = scope.at(self.source)
        return lambda row, found: row[place] and row[place][:5]


class AgendaItemSerializer(PublicSerializer):
    time = ClockField(allow_null=True, help_text="When it begins, in local time.")
    title = TextField(help_text="What it is about.")


class PictureSizeSerializer(PublicSerializer):
    """One size of a picture, as WebP."""

    width = serializers.IntegerField(help_text="In pixels.")
    height = serializers.IntegerField(help_text="In pixels.")
    size = serializers.IntegerField(help_text="In bytes.")
    url = serializers.URLField(help_text="Where its bytes are.")


@extend_schema_field(PictureSizeSerializer(many=True))
class PictureSizesField(WholeRecordField):
    """Smallest first."""

    def reader(self, scope):
        sizes, sha256 = scope.at("file__sizes"), scope.at("file__sha256")
        return lambda row, found: [
            {
                "width": size["width"],
                "height": size["height"],
                "size": size["size"],
                "url": settings.SITE_URL + PictureFile(sha256=row[sha256]).address(size["width"]),
            }
            for size in as_list(row[sizes])
        ]


class PictureSerializer(PublicSerializer):
    """A picture of the event, with what is to be said where it is shown."""

    slug = serializers.SlugField(help_text="Identifies the picture among all pictures.")
    alt = TextField(help_text="What is to be seen, for those who do not see it.")
    alt_status = TextStatusField()
    caption = TextField(help_text="What is to be said beneath it.")
    caption_status = TextStatusField()
    credit = TextField(help_text="To be named wherever the picture is shown.")
    credit_status = TextStatusField()
    rights = serializers.ChoiceField(
        choices=Picture.Rights.choices, help_text="On which terms it may be used."
    )
    rights_note = TextField(help_text="What else is to be respected by those who use it.")
    rights_note_status = TextStatusField()
    sizes = PictureSizesField(help_text="Its files, the smallest first.")


@extend_schema_field(TextSerializer)
class SummaryField(WholeRecordField):
    """The paragraph with which the event's page opens, in each language."""

    def reader(self, scope):
        event = record_reader(scope)
        parts = {
            name: parts_as_records(scope, name, EventSerializer.rows[name], *joined)
            for name, joined in SUMMED_UP.items()
        }

        def read(row, found):
            subject = event(row, found)
            told = {name: part(row, found) for name, part in parts.items()}
            subject.series = next(iter(told["series"]), None)
            subject.chair_term = next(iter(told["chair_term"]), None)
            subject._prefetched_objects_cache = {
                "participations": told["participations"],
                "themes": told["themes"],
            }
            return {language: summary_of(subject, language) or None for language in LANGUAGES}

        return read


class EventSerializer(RecordSerializer):
    """Anything with a date that the Process holds, joins in or builds on."""

    uid = serializers.UUIDField(
        help_text="Never changes, even when the slug does. Calendars know it by this."
    )
    url = AddressField("api:events-detail")
    links = LinksField()
    title = TextField(help_text="What it is called.")
    title_status = TextStatusField()
    title_is_official = serializers.BooleanField(help_text="False where the title is a description of ours.")
    type = serializers.ChoiceField(choices=Event.Type.choices, help_text="What kind of event it is.")
    level = serializers.ChoiceField(
        source="level_of_type", choices=Event.Level.choices, help_text="Follows from the type."
    )
    scope = serializers.ChoiceField(
        choices=Event.Scope.choices,
        help_text="The Process's own meetings are those of the scope core or joint.",
    )
    status = serializers.ChoiceField(
        choices=Event.Status.choices,
        help_text="Whether it is still planned, was held, or is postponed or cancelled.",
    )
    mode = serializers.ChoiceField(
        choices=Event.Mode.choices, help_text="Whether people met in person, online or both."
    )
    date = PartialDateField(
        help_text="When it is or was held, no more precise than it is known; null where it is not known."
    )
    start_time = ClockField(allow_null=True, help_text="Local time.")
    end_time = ClockField(allow_null=True, help_text="Local time.")
    time_zone = serializers.CharField(allow_null=True, help_text="A name of the IANA database.")
    chair_term = ChairmanshipReferenceSerializer(
        allow_null=True, help_text="Where the date is not known to the day: the chair term in which it fell."
    )
    city = TextField(help_text="The city; null where there was none, or it is not known.")
    city_status = TextStatusField()
    country = CountryField()
    venue = TextField(help_text="In which building or place of the city.")
    venue_status = TextStatusField()
    ordinal = IfKnownField(OrdinalSerializer, "ordinal_number")
    joint_processes = serializers.ListField(
        child=serializers.ChoiceField(choices=Event.JointProcess.choices),
        help_text="Other processes that held it too.",
    )
    text = TextField(help_text="What happened; HTML of a few plain elements.")
    text_status = TextStatusField()
    participants = IfKnownField(CountSerializer, "participants_count")
    participations = ParticipationSerializer(many=True, help_text="Which partner had which role.")
    speakers = PersonSerializer(
        many=True, help_text="Who spoke or is named as present, in the order of the source."
    )
    speakers_status = TextStatusField()
    agenda = AgendaItemSerializer(many=True, help_text="Its items in their order.")
    pictures = PictureSerializer(many=True, help_text="Pictures of the event.")
    themes = ThemeReferenceSerializer(many=True, help_text="What it was about.")
    series = SeriesReferenceSerializer(allow_null=True, help_text="The series that it belongs to.")
    adopted_documents = DocumentReferenceSerializer(many=True, help_text="What it adopted.")
    discussed_documents = DocumentReferenceSerializer(
        many=True, help_text="Presented, discussed or issued after it, but not adopted there."
    )
    summary = SummaryField(help_text="The paragraph with which the event's page opens, as plain text.")

    on_demand = ("summary",)
    rows = {
        "chair_term": Rows(Chairmanship.objects.published(), of="placed_events"),
        "participations": Rows(Participation.objects.of_public_partners(), of="event"),
        "speakers": Rows(Speaker.objects.all(), of="event"),
        "agenda": Rows(AgendaItem.objects.all(), of="event"),
        "pictures": Rows(Picture.objects.of_public_event(), of="event"),
        "themes": Rows(Theme.objects.published(), of="events"),
        "series": Rows(Series.objects.published(), of="events"),
        "adopted_documents": Rows(Document.objects.published().for_reference(), of="adopting_event"),
        "discussed_documents": Rows(
            Document.objects.published().for_reference(),
            of="related_events",
            where=Q(adopting_event=None) | ~Q(adopting_event=F("owner")),
        ),
    }


# What the sentences about an event are made of besides the event, and what that is joined to.
SUMMED_UP = {"chair_term": ("partner",), "participations": ("partner",), "themes": (), "series": ()}


class ThemeSerializer(RecordSerializer):
    """A subject of work: a domain of the Joint Valletta Action Plan, or a topic under one."""

    url = AddressField("api:themes-detail")
    links = LinksField()
    level = serializers.ChoiceField(
        choices=Theme.Level.choices, help_text="A domain of the action plan, or a topic under one."
    )
    number = serializers.IntegerField(allow_null=True, help_text="Of a domain, in the action plan.")
    name = TextField(help_text="What it is called.")
    name_status = TextStatusField()
    description = TextField(help_text="HTML of a few plain elements.")
    description_status = TextStatusField()
    parent = ThemeReferenceSerializer(allow_null=True, help_text="The domain a topic is nearest to.")
    topics = ThemeReferenceSerializer(many=True, help_text="The topics under a domain.")

    rows = {
        "parent": Rows(Theme.objects.published(), of="topics"),
        "topics": Rows(Theme.objects.published().topics(), of="parent"),
    }


class SeriesSerializer(RecordSerializer):
    """Events that belong together: held back to back, or one after another under one title."""

    url = AddressField("api:series-detail")
    links = LinksField()
    kind = serializers.ChoiceField(
        source="series_kind", choices=Series.Kind.choices, help_text="Why its events belong together."
    )
    title = TextField(help_text="What it is called.")
    title_status = TextStatusField()
    events = EventReferenceSerializer(many=True, help_text="In the order in which they were held.")

    rows = {"events": Rows(Event.objects.published().oldest_first(), of="series")}


class EventParticipationSerializer(PartSerializer):
    """A partner's role at an event, as a row of its own."""

    url = AddressField("api:participations-detail", named_by="pk")
    event = EventReferenceSerializer()
    partner = PartnerReferenceSerializer()
    role = serializers.ChoiceField(
        choices=Participation.Role.choices, help_text="What the partner was at the event."
    )


class SpeakerSerializer(PartSerializer):
    """A person named as speaking at an event or attending it, with the function they had then."""

    url = AddressField("api:speakers-detail", named_by="pk")
    event = EventReferenceSerializer()
    name = TextField(help_text="The name of the person.")
    function = TextField(help_text="The function the person had then.")


class EventPictureSerializer(PictureSerializer, RecordSerializer):
    """A picture, as a record of its own."""

    url = AddressField("api:pictures-detail")
    event = EventReferenceSerializer()
