"""Partners, chairmanships and the Steering Committee as JSON."""

from django_countries.fields import Country
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from members.models import (
    Chairmanship,
    ChairPerson,
    CommitteeComposition,
    CommitteeSeat,
    Membership,
    MembershipMilestone,
    Partner,
)
from members.on_a_day import HeldField, StandingsField
from publishing.querysets import is_published
from publishing.serializers import (
    AddressField,
    LinksField,
    PartialDateField,
    PartSerializer,
    PublicSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
    WholeRecordField,
)
from publishing.shapes import Rows


@extend_schema_field({"type": ["string", "null"], "pattern": "^[A-Z]{3}$", "example": "EGY"})
class Iso3Field(WholeRecordField):
    def reader(self, scope):
        place = scope.at("iso")
        return lambda row, found: (Country(row[place]).alpha3 or None) if row[place] else None


class PartnerReferenceSerializer(PublicSerializer):
    """A partner, as other records name it."""

    slug = serializers.SlugField(help_text="Identifies the partner.")
    iso2 = serializers.CharField(
        source="iso", allow_null=True, help_text="ISO 3166-1; null for an organisation."
    )
    name = TextField(help_text="Its name in each language.")
    url = AddressField("api:members-detail")


class PersonSerializer(PublicSerializer):
    name = TextField(help_text="The name of the person.")
    function = TextField(help_text="The function the person had then.")


class ChairmanshipReferenceSerializer(PublicSerializer):
    """A term in the chair, as other records name it."""

    slug = serializers.SlugField(help_text="Identifies the term.")
    number = serializers.IntegerField(help_text="Counted from 1, the first one.")
    partner = PartnerReferenceSerializer()
    url = AddressField("api:chairmanships-detail")


class TermSerializer(PublicSerializer):
    """A term in the chair, as its partner names it."""

    slug = serializers.SlugField(help_text="Identifies the term.")
    number = serializers.IntegerField(help_text="Counted from 1, the first one.")
    start = PartialDateField(help_text="When it began.")
    end = PartialDateField(help_text="Null for a term that runs on, or whose end is not known.")
    url = AddressField("api:chairmanships-detail")


class MembershipSerializer(PublicSerializer):
    """A standing in the Process, with what is known of when it began and ended."""

    standing = serializers.ChoiceField(
        choices=Membership.Standing.choices, help_text="What the partner is, or was, in the Process."
    )
    start = PartialDateField(help_text="When it began; null where that is not known.")
    end = PartialDateField(help_text="When it ended; null where it has not, or that is not known.")
    not_before = serializers.DateField(
        allow_null=True, help_text="Where the start is not known: a day on which it had not begun."
    )
    attested = PartialDateField(help_text="The first date for which a source names the partner.")
    unlisted = PartialDateField(help_text="When the partner was first missing from the lists.")
    basis = serializers.ChoiceField(
        choices=Membership.Basis.choices,
        allow_null=True,
        help_text="Whether it signed the Rome Declaration, or joined later, at a date that no source gives.",
    )


class MilestoneSerializer(PublicSerializer):
    """Something that happened to a partner's part in the Process."""

    what = serializers.ChoiceField(choices=MembershipMilestone.Event.choices, help_text="What happened.")
    date = PartialDateField(help_text="When it happened.")
    note = TextField(help_text="What else is to be said of it.")
    sources = serializers.ListField(
        child=serializers.URLField(), help_text="The public addresses it rests on."
    )


class CompositionReferenceSerializer(PublicSerializer):
    """A composition of the Steering Committee, as its members name it."""

    slug = serializers.SlugField(help_text="Identifies the composition.")
    date = PartialDateField(help_text="The date for which the source gave it.")
    url = AddressField("api:committee-compositions-detail")


class SeatOfPartnerSerializer(PublicSerializer):
    composition = CompositionReferenceSerializer()
    is_temporary = serializers.BooleanField(help_text="Whether the source calls it a temporary member.")


class PartnerSerializer(RecordSerializer):
    """A country or an organisation that has, or had, a part in the Process."""

    url = AddressField("api:members-detail")
    links = LinksField()
    kind = serializers.ChoiceField(
        source="partner_kind", choices=Partner.Kind.choices, help_text="A country or an organisation."
    )
    name = TextField(help_text="Its name in each language.")
    name_status = TextStatusField()
    acronym = serializers.CharField(allow_null=True, help_text="What it is shortened to.")
    iso2 = serializers.CharField(
        source="iso", allow_null=True, help_text="ISO 3166-1; null for an organisation."
    )
    iso3 = Iso3Field(help_text="ISO 3166-1; null for an organisation.")
    region = serializers.ChoiceField(
        choices=Partner.Region.choices,
        allow_null=True,
        help_text="Of a country: in which region it is counted.",
    )
    description = TextField(help_text="HTML of a few plain elements.")
    description_status = TextStatusField()
    memberships = MembershipSerializer(many=True, help_text="Each standing that it has, or had.")
    milestones = MilestoneSerializer(many=True, help_text="What else is known of its part in the Process.")
    milestones_status = TextStatusField()
    chairmanships = TermSerializer(many=True, help_text="Its terms in the chair, the latest first.")
    committee_seats = SeatOfPartnerSerializer(
        many=True, help_text="In which compositions of the Steering Committee it is named."
    )
    as_of = StandingsField(allow_null=True)

    on_demand = ("as_of",)
    rows = {
        "memberships": Rows(Membership.objects.all(), of="partner"),
        "milestones": Rows(MembershipMilestone.objects.all(), of="partner"),
        "chairmanships": Rows(Chairmanship.objects.published().latest_first(), of="partner"),
        "committee_seats": Rows(
            CommitteeSeat.objects.filter(composition__in=CommitteeComposition.objects.published()),
            of="partner",
        ),
    }


class ChairmanshipSerializer(RecordSerializer):
    """One term in the chair. Terms run from handover to handover and match no calendar year."""

    url = AddressField("api:chairmanships-detail")
    links = LinksField()
    number = serializers.IntegerField(help_text="1 for the first chair of the Process, and so on.")
    partner = PartnerReferenceSerializer()
    start = PartialDateField(help_text="When it began.")
    end = PartialDateField(help_text="Null for a term that runs on, or whose end is not known.")
    nominal_years = serializers.ListField(
        child=serializers.IntegerField(), help_text="The year or years by which the Process names the term."
    )
    people = PersonSerializer(many=True, help_text="Named as holding the chair for the partner.")
    people_status = TextStatusField()
    text = TextField(help_text="HTML of a few plain elements.")
    text_status = TextStatusField()
    priorities = TextField(help_text="HTML of a few plain elements.")
    priorities_status = TextStatusField()
    as_of = HeldField(Chairmanship, allow_null=True)

    on_demand = ("as_of",)
    rows = {"people": Rows(ChairPerson.objects.all(), of="chairmanship")}


class SeatSerializer(PublicSerializer):
    partner = PartnerReferenceSerializer()
    is_temporary = serializers.BooleanField(help_text="Whether the source calls it a temporary member.")


class CompositionSerializer(RecordSerializer):
    """Who sat on the Steering Committee, as one source gave it on one date."""

    url = AddressField("api:committee-compositions-detail")
    date = PartialDateField(help_text="The date for which the source gave it.")
    note = TextField(help_text="What is to be said of the source.")
    note_status = TextStatusField()
    seats = SeatSerializer(many=True, help_text="The partners on the committee.")

    rows = {"seats": Rows(CommitteeSeat.objects.filter(is_published("partner__")), of="composition")}


class PartnerMembershipSerializer(MembershipSerializer, PartSerializer):
    """A partner's standing in the Process, as a row of its own."""

    url = AddressField("api:memberships-detail", named_by="pk")
    partner = PartnerReferenceSerializer()
    as_of = HeldField(Membership, allow_null=True)

    on_demand = ("as_of",)
