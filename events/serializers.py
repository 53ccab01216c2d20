"""Events, themes and series as JSON."""

from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django_countries.fields import Country
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events.models import Event, Participation, Picture, Series, Theme
from events.prose import summary_of
from members.serializers import (
    ChairmanshipReferenceSerializer,
    Iso2Field,
    Iso3Field,
    PartnerReferenceSerializer,
    PersonSerializer,
)
from publishing.serializers import (
    LANGUAGES,
    AddressField,
    LinksField,
    PartialDateField,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
    WholeRecordField,
)


class EventReferenceSerializer(PublicSerializer):
    """An event, as other records name it."""

    slug = serializers.SlugField()
    title = TextField()
    date = PartialDateField()
    url = AddressField("api:events-detail")


class ThemeReferenceSerializer(PublicSerializer):
    """A theme, as other records name it."""

    slug = serializers.SlugField()
    name = TextField()
    url = AddressField("api:themes-detail")


class SeriesReferenceSerializer(PublicSerializer):
    """A series, as its events name it."""

    slug = serializers.SlugField()
    title = TextField()
    url = AddressField("api:series-detail")


class DocumentReferenceSerializer(PublicSerializer):
    """A document, as other records name it."""

    slug = serializers.SlugField()
    title = TextField()
    url = AddressField("api:documents-detail")


class CountrySerializer(PublicSerializer):
    """A country by its ISO 3166-1 codes and its name."""

    iso2 = Iso2Field(source="*")
    iso3 = Iso3Field(source="*", allow_null=True)
    name = serializers.SerializerMethodField()

    @extend_schema_field(TextField)
    def get_name(self, country: Country) -> dict[str, str | None]:
        return country_names(country.code)


@lru_cache(maxsize=300)
def country_names(code: str) -> dict[str, str | None]:
    names = {}
    for language in LANGUAGES:
        with translation.override(language):
            names[language] = str(Country(code).name) or None
    return names


class OrdinalSerializer(PublicSerializer):
    """Its number, and among what it is counted: the 2nd of the ministerial conferences."""

    scheme = serializers.ChoiceField(source="ordinal_scheme", choices=Event.OrdinalScheme.choices)
    number = serializers.IntegerField(source="ordinal_number")


class CountSerializer(PublicSerializer):
    count = serializers.IntegerField(source="participants_count")
    qualifier = serializers.ChoiceField(source="participants_qualifier", choices=Event.Count.choices)


class ParticipationSerializer(PublicSerializer):
    """A partner's role at the event."""

    partner = PartnerReferenceSerializer()
    role = serializers.ChoiceField(choices=Participation.Role.choices)


@extend_schema_field({"type": "string", "pattern": r"^\d{2}:\d{2}$", "example": "09:30"})
class ClockField(serializers.TimeField):
    """Hours and minutes: no source gives seconds."""

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class AgendaItemSerializer(PublicSerializer):
    time = ClockField(allow_null=True)
    title = TextField()


class PictureSizeSerializer(PublicSerializer):
    """One size of a picture, as WebP."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()
    size = serializers.IntegerField(help_text="In bytes.")
    url = serializers.URLField()


class PictureSerializer(PublicSerializer):
    """A picture of the event, with what is to be said where it is shown."""

    slug = serializers.SlugField(help_text="Identifies the picture among all pictures.")
    alt = TextField(help_text="What is to be seen, for those who do not see it.")
    alt_status = TextStatusField()
    caption = TextField()
    caption_status = TextStatusField()
    credit = TextField(help_text="To be named wherever the picture is shown.")
    credit_status = TextStatusField()
    rights = serializers.ChoiceField(choices=Picture.Rights.choices)
    rights_note = TextField(help_text="What else is to be respected by those who use it.")
    rights_note_status = TextStatusField()
    sizes = serializers.SerializerMethodField()

    @extend_schema_field(PictureSizeSerializer(many=True))
    def get_sizes(self, picture):
        """Smallest first."""
        return [
            {
                "width": size["width"],
                "height": size["height"],
                "size": size["size"],
                "url": settings.SITE_URL + picture.file.address(size["width"]),
            }
            for size in picture.file.sizes
        ]


@extend_schema_field(TextField)
class SummaryField(WholeRecordField):
    """The paragraph with which the event's page opens, in each language."""

    def to_representation(self, event: Event) -> dict[str, str | None]:
        return {language: summary_of(event, language) or None for language in LANGUAGES}


class EventSerializer(RecordSerializer):
    """Anything with a date that the Process holds, joins in or builds on."""

    uid = serializers.UUIDField(
        help_text="Never changes, even when the slug does. Calendars know it by this."
    )
    url = AddressField("api:events-detail")
    links = LinksField()
    title = TextField()
    title_status = TextStatusField()
    title_is_official = serializers.BooleanField(help_text="False where the title is a description of ours.")
    type = serializers.ChoiceField(choices=Event.Type.choices)
    level = serializers.ChoiceField(choices=Event.Level.choices, help_text="Follows from the type.")
    scope = serializers.ChoiceField(
        choices=Event.Scope.choices,
        help_text="The Process's own meetings are those of the scope core or joint.",
    )
    status = serializers.ChoiceField(choices=Event.Status.choices)
    mode = serializers.ChoiceField(choices=Event.Mode.choices)
    date = PartialDateField()
    start_time = ClockField(allow_null=True, help_text="Local time.")
    end_time = ClockField(allow_null=True, help_text="Local time.")
    time_zone = serializers.CharField(allow_null=True, help_text="A name of the IANA database.")
    chair_term = ChairmanshipReferenceSerializer(
        allow_null=True, help_text="Where the date is not known to the day: the chair term in which it fell."
    )
    city = TextField()
    city_status = TextStatusField()
    country = CountrySerializer(allow_null=True)
    venue = TextField()
    venue_status = TextStatusField()
    ordinal = serializers.SerializerMethodField()
    joint_processes = serializers.ListField(
        child=serializers.ChoiceField(choices=Event.JointProcess.choices),
        help_text="Other processes that held it too.",
    )
    text = TextField(help_text="What happened; HTML of a few plain elements.")
    text_status = TextStatusField()
    participants = serializers.SerializerMethodField()
    participations = ParticipationSerializer(many=True)
    speakers = PersonSerializer(many=True)
    speakers_status = TextStatusField()
    agenda = AgendaItemSerializer(source="agenda_items", many=True)
    pictures = PictureSerializer(many=True)
    themes = ThemeReferenceSerializer(many=True)
    series = SeriesReferenceSerializer(allow_null=True)
    adopted_documents = DocumentReferenceSerializer(many=True)
    discussed_documents = serializers.SerializerMethodField()

    @extend_schema_field(OrdinalSerializer(allow_null=True))
    def get_ordinal(self, event):
        return ORDINAL.to_representation(event) if event.ordinal_number else None

    @extend_schema_field(CountSerializer(allow_null=True))
    def get_participants(self, event):
        return COUNT.to_representation(event) if event.participants_count is not None else None

    @extend_schema_field(DocumentReferenceSerializer(many=True))
    def get_discussed_documents(self, event):
        """Presented, discussed or issued after it, but not adopted there."""
        return [
            DOCUMENT.to_representation(document)
            for document in event.discussed_documents.all()
            if document.adopting_event_id != event.pk
        ]


ORDINAL, COUNT, DOCUMENT = OrdinalSerializer(), CountSerializer(), DocumentReferenceSerializer()


class EventDetailSerializer(EventSerializer):
    """As in the list, and with the summary of its page."""

    summary = SummaryField()


class ThemeSerializer(RecordSerializer):
    """A subject of work: a domain of the Joint Valletta Action Plan, or a topic under one."""

    url = AddressField("api:themes-detail")
    links = LinksField()
    level = serializers.ChoiceField(choices=Theme.Level.choices)
    number = serializers.IntegerField(allow_null=True, help_text="Of a domain, in the action plan.")
    name = TextField()
    name_status = TextStatusField()
    description = TextField(help_text="HTML of a few plain elements.")
    description_status = TextStatusField()
    parent = ThemeReferenceSerializer(allow_null=True, help_text="The domain a topic is nearest to.")
    topics = ThemeReferenceSerializer(source="topics_list", many=True, help_text="The topics under a domain.")


class SeriesSerializer(RecordSerializer):
    """Events that belong together: held back to back, or one after another under one title."""

    url = AddressField("api:series-detail")
    links = LinksField()
    kind = serializers.ChoiceField(source="series_kind", choices=Series.Kind.choices)
    title = TextField()
    title_status = TextStatusField()
    events = EventReferenceSerializer(many=True, help_text="In the order in which they were held.")
