"""The plainest valid public row of each kind, published an hour ago; traits name the exceptions."""

from datetime import timedelta
from hashlib import sha256

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from declarations.models import (
    Commitment,
    Document,
    DocumentVersion,
    ProgressEntry,
    Provision,
    Relation,
    StoredFile,
)
from events.models import AgendaItem, Event, Participation, Picture, PictureFile, Series, Speaker, Theme
from members.models import (
    Chairmanship,
    ChairPerson,
    CommitteeComposition,
    CommitteeSeat,
    Membership,
    MembershipMilestone,
    Partner,
)
from pages.models import Page, Term
from publishing.dates import PartialDate
from reports.models import ProblemReport

# Enough countries for lists of many; each its own, as the database insists. None that a test names, because
# which one is next depends on the tests that ran before.
COUNTRIES = [
    "AT",
    "BE",
    "BG",
    "CH",
    "CY",
    "CZ",
    "DJ",
    "DK",
    "EE",
    "ER",
    "HR",
    "HU",
    "IS",
    "LT",
    "LU",
    "LV",
    "LY",
    "NO",
    "RO",
    "SI",
    "SK",
    "SS",
    "TN",
    "TZ",
]


def hours_from_now(hours: int):
    return timezone.now() + timedelta(hours=hours)


class PublishableFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)
        in_review = factory.Trait(
            published_at=None, submitted_at=factory.LazyFunction(lambda: hours_from_now(-1))
        )
        scheduled = factory.Trait(published_at=factory.LazyFunction(lambda: hours_from_now(24)))
        withdrawn = factory.Trait(
            withdrawn_at=factory.LazyFunction(lambda: hours_from_now(0)),
            withdrawal_reason_en="Published in error.",
        )

    published_at = factory.LazyFunction(lambda: hours_from_now(-1))


class PartnerFactory(PublishableFactory):
    class Meta:
        model = Partner

    slug = factory.Sequence(lambda n: f"country-{n}")
    partner_kind = Partner.Kind.COUNTRY
    name_en = factory.Sequence(lambda n: f"Country {n}")
    iso = factory.Sequence(lambda n: COUNTRIES[n % len(COUNTRIES)])
    region = Partner.Region.HORN_AND_EAST_AFRICA


class OrganisationFactory(PartnerFactory):
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    partner_kind = Partner.Kind.ORGANISATION
    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    iso = None
    region = ""


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    partner = factory.SubFactory(PartnerFactory)
    standing = Membership.Standing.MEMBER
    start = PartialDate.parse("2014-11-28")


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MembershipMilestone

    partner = factory.SubFactory(PartnerFactory)
    what = MembershipMilestone.Event.BECAME_MEMBER


class CompositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommitteeComposition

    slug = factory.Sequence(lambda n: f"composition-{n}")
    date = PartialDate.parse("2024-04-18")


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommitteeSeat

    composition = factory.SubFactory(CompositionFactory)
    partner = factory.SubFactory(PartnerFactory)


class ChairmanshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Chairmanship

    slug = factory.Sequence(lambda n: f"term-{n}")
    number = factory.Sequence(lambda n: n + 1)
    partner = factory.SubFactory(PartnerFactory)
    start = PartialDate.parse("2024-04-17")
    end = None
    nominal_years = factory.LazyFunction(lambda: [2024])


class ChairPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChairPerson

    chairmanship = factory.SubFactory(ChairmanshipFactory)
    name_en = "Amina Example"


class ThemeFactory(PublishableFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name_en = factory.Sequence(lambda n: f"Topic {n}")


class DomainFactory(ThemeFactory):
    slug = factory.Sequence(lambda n: f"domain-{n}")
    level = Theme.Level.DOMAIN
    number = factory.Sequence(lambda n: n + 1)


class SeriesFactory(PublishableFactory):
    class Meta:
        model = Series

    slug = factory.Sequence(lambda n: f"series-{n}")
    title_en = factory.Sequence(lambda n: f"Series {n}")
    series_kind = Series.Kind.SERIES


class EventFactory(PublishableFactory):
    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"event-{n}")
    title_en = factory.Sequence(lambda n: f"Event {n}")
    type = Event.Type.THEMATIC_MEETING
    status = Event.Status.HELD
    date = PartialDate.parse("2023-05-03", "2023-05-04")
    city_en = "Kampala"
    country = "UG"


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    event = factory.SubFactory(EventFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = Participation.Role.HOST


class SpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speaker

    event = factory.SubFactory(EventFactory)
    name_en = factory.Sequence(lambda n: f"Speaker {n}")
    function_en = "Ambassador"


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    event = factory.SubFactory(EventFactory)
    title_en = factory.Sequence(lambda n: f"Item {n}")


class DocumentFactory(PublishableFactory):
    class Meta:
        model = Document

    slug = factory.Sequence(lambda n: f"document-{n}")
    title_en = factory.Sequence(lambda n: f"Document {n}")
    type = Document.Type.REPORT
    nature = Document.Nature.INFORMATION
    availability = Document.Availability.TEXT_SEEN
    date = PartialDate.parse("2023-05-04")


class RelationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Relation

    document = factory.SubFactory(DocumentFactory)
    kind = Relation.Kind.SUPERSEDES
    other = factory.SubFactory(DocumentFactory)


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A plain text, of which `content` are the bytes; they are where the row says."""

    class Meta:
        model = StoredFile
        django_get_or_create = ["sha256"]

    content = factory.Sequence(lambda n: f"The text of file {n}.".encode())
    sha256 = factory.LazyAttribute(lambda file: sha256(file.content).hexdigest())
    format = StoredFile.Format.TXT
    size = factory.LazyAttribute(lambda file: len(file.content))
    text_pages = factory.LazyAttribute(lambda file: [file.content.decode(errors="replace")])
    has_text = True

    @classmethod
    def _create(cls, model_class, *args, content, **kwargs):
        file = super()._create(model_class, *args, **kwargs)
        if not default_storage.exists(file.storage_name):
            default_storage.save(file.storage_name, ContentFile(content))
        return file


class DocumentVersionFactory(PublishableFactory):
    class Meta:
        model = DocumentVersion

    slug = factory.Sequence(lambda n: f"file-{n}")
    document = factory.SubFactory(DocumentFactory)
    language = "en"
    authority = DocumentVersion.Authority.AUTHENTIC
    file = factory.SubFactory(StoredFileFactory)
    original_name = "declaration.txt"


class PictureFileFactory(factory.django.DjangoModelFactory):
    """Two sizes, whose bytes are in their places and are no picture: nobody looks into them again."""

    class Meta:
        model = PictureFile

    sha256 = factory.Sequence(lambda n: sha256(f"Picture {n}".encode()).hexdigest())
    contents = factory.Sequence(lambda n: {480: f"Small {n}".encode(), 960: f"Large {n}".encode()})
    sizes = factory.LazyAttribute(
        lambda file: [
            {
                "width": width,
                "height": width * 2 // 3,
                "size": len(content),
                "sha256": sha256(content).hexdigest(),
            }
            for width, content in file.contents.items()
        ]
    )

    @classmethod
    def _create(cls, model_class, *args, contents, **kwargs):
        file = super()._create(model_class, *args, **kwargs)
        for width, content in contents.items():
            if not default_storage.exists(file.name_of_size(width)):
                default_storage.save(file.name_of_size(width), ContentFile(content))
        return file


class PictureFactory(PublishableFactory):
    class Meta:
        model = Picture

    slug = factory.Sequence(lambda n: f"picture-{n}")
    event = factory.SubFactory(EventFactory)
    file = factory.SubFactory(PictureFileFactory)
    alt_en = factory.Sequence(lambda n: f"Delegates at table {n}")
    credit_en = "Secretariat"
    rights = Picture.Rights.KHARTOUM_PROCESS
    original_name = "IMG_0042.jpg"


class ProvisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provision

    document = factory.SubFactory(DocumentFactory)
    position = factory.Sequence(lambda n: n)
    eid = factory.Sequence(lambda n: f"para-{n}")
    number = factory.Sequence(str)
    text_en = factory.Sequence(lambda n: f"Paragraph {n}.")


class CommitmentFactory(PublishableFactory):
    class Meta:
        model = Commitment

    slug = factory.Sequence(lambda n: f"commitment-{n}")
    provision = factory.SubFactory(ProvisionFactory)
    title_en = factory.Sequence(lambda n: f"Commitment {n}")


class ProgressEntryFactory(PublishableFactory):
    class Meta:
        model = ProgressEntry

    slug = factory.Sequence(lambda n: f"progress-{n}")
    commitment = factory.SubFactory(CommitmentFactory)
    date = PartialDate.parse("2024-05-03")
    text_en = factory.Sequence(lambda n: f"<p>Step {n}.</p>")
    status = Commitment.Status.IN_PROGRESS


class PageFactory(PublishableFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"page-{n}")
    title_en = factory.Sequence(lambda n: f"Page {n}")
    body_en = "<p>Words of the secretariat.</p>"


class TermFactory(PublishableFactory):
    class Meta:
        model = Term

    slug = factory.Sequence(lambda n: f"term-{n}")
    name_en = factory.Sequence(lambda n: f"Term {n}")
    definition_en = "What is meant by it."


class ProblemReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProblemReport

    page = "/en/events/"
    kind = ProblemReport.Kind.FACT
    message = factory.Sequence(lambda n: f"The date of event {n} is wrong.")
    language = "en"


# Of each kind of record that has a life and a page of its own by its slug.
FOR_EACH_KIND = (
    EventFactory,
    DocumentFactory,
    PartnerFactory,
    ThemeFactory,
    SeriesFactory,
    PageFactory,
    TermFactory,
)
