"""Files as JSON: those of a document, and what one is to the Process by the hash of its bytes."""

from functools import cache

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from declarations.models import Document, DocumentVersion, StoredFile
from declarations.standing import Status
from events.serializers import DocumentReferenceSerializer
from publishing.languages import all_languages
from publishing.serializers import PublicSerializer, TextField, TextStatusField, WholeRecordField
from publishing.shapes import Shape

HASH = "SHA-256 of its bytes, in small letters."


@extend_schema_field({"type": "string", "format": "uri"})
class FileAddressField(WholeRecordField):
    """The absolute address of a version, for ever, or of whichever is current."""

    def __init__(self, address: str = "own_address", **kwargs):
        self.address = address
        super().__init__(**kwargs)

    def reader(self, scope):
        slug = scope.joined("document").at("slug")
        language, file_format, number = (scope.at(name) for name in ("language", "format", "number"))

        def read(row, found):
            version = DocumentVersion(
                document=Document(slug=row[slug]),
                language=row[language],
                format=row[file_format],
                number=row[number],
            )
            return settings.SITE_URL + getattr(version, self.address)

        return read


@extend_schema_field(str)
class MediaTypeField(WholeRecordField):
    def reader(self, scope):
        file_format = scope.at("format")
        return lambda row, found: media_type_of(DocumentVersion(format=row[file_format]))


def media_type_of(version):
    return version.media_type.partition(";")[0]


class VersionReferenceSerializer(PublicSerializer):
    """A file of a document, as others name it."""

    language = serializers.ChoiceField(
        choices=Document.Language.choices, help_text="The language of the file."
    )
    format = serializers.ChoiceField(choices=StoredFile.Format.choices, help_text="The format of the file.")
    number = serializers.IntegerField(
        help_text="Counted for each language and format; the highest public one is current."
    )
    url = FileAddressField(help_text="Gives these very bytes for ever, or says that they were withdrawn.")


class VersionSerializer(VersionReferenceSerializer):
    """One file of a document: its language, its number among those of that language and format."""

    slug = serializers.SlugField(
        help_text="Identifies the file among all files, also when its document is renamed."
    )
    authority = serializers.ChoiceField(
        choices=DocumentVersion.Authority.choices,
        help_text="Whether it is the authentic text, or what kind of translation.",
    )
    media_type = MediaTypeField(help_text="As it is sent with the file.")
    size = serializers.IntegerField(source="file.size", help_text="In bytes.")
    page_count = serializers.IntegerField(
        source="file.page_count", allow_null=True, help_text="Null for formats that have no pages."
    )
    sha256 = serializers.CharField(source="file.sha256", help_text=HASH)
    has_text = serializers.BooleanField(
        source="file.has_text", help_text="Not so for a scan, in which no word can be found."
    )
    is_current = serializers.BooleanField(
        help_text="No later version of the same language and format is public."
    )
    current_url = FileAddressField("current_address", help_text="Gives whichever version is current.")
    published_at = serializers.DateTimeField(help_text="Since when it is public.")
    note = TextField(help_text="What is different from the version before.")
    note_status = TextStatusField()


class FileStandingSerializer(serializers.Serializer):
    """What the file is: a version of a document, and whether it still stands."""

    document = DocumentReferenceSerializer()
    language = serializers.ChoiceField(
        choices=Document.Language.choices, help_text="The language of the file."
    )
    format = serializers.ChoiceField(choices=StoredFile.Format.choices, help_text="The format of the file.")
    number = serializers.IntegerField(help_text="Counted for each language and format.")
    authority = serializers.ChoiceField(
        choices=DocumentVersion.Authority.choices,
        help_text="Whether it is the authentic text, or what kind of translation.",
    )
    url = serializers.URLField(help_text="Gives these very bytes for ever, or says that they were withdrawn.")
    status = serializers.ChoiceField(choices=Status.choices, help_text="Whether it still stands.")
    superseded_by = VersionReferenceSerializer(allow_null=True, help_text="The one that took its place.")
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when it is withdrawn; null if it is not."
    )
    reason = TextField(help_text="Why it, or its document, was withdrawn; all null if it was not.")


class FileSerializer(serializers.Serializer):
    """A file that is, or was, one of the Process."""

    sha256 = serializers.CharField(help_text=HASH)
    size = serializers.IntegerField(help_text="In bytes.")
    media_type = serializers.CharField(help_text="As it is sent with the file.")
    page_count = serializers.IntegerField(allow_null=True, help_text="Null for formats that have no pages.")
    versions = FileStandingSerializer(
        many=True, help_text="Several if the same bytes stand for more than one language or document."
    )


NO_REASON = dict.fromkeys(settings.MODELTRANSLATION_LANGUAGES)


@cache
def references():
    """How a document is named, and a file."""
    document = Shape(DocumentReferenceSerializer(), Document.objects.all())
    return document, Shape(VersionReferenceSerializer(), DocumentVersion.objects.all())


def file_as_json(standings):
    """Of the standings of one hash, at least one."""
    version = standings[0].version
    return {
        "sha256": version.file.sha256,
        "size": version.file.size,
        "media_type": media_type_of(version),
        "page_count": version.file.page_count,
        "versions": [_standing(standing) for standing in standings],
    }


def _standing(standing):
    version, (document, file) = standing.version, references()
    return {
        "document": document.of_object(version.document),
        "language": version.language,
        "format": version.format,
        "number": version.number,
        "authority": version.authority,
        "url": settings.SITE_URL + version.own_address,
        "status": str(standing.status),
        "superseded_by": standing.superseded_by and file.of_object(standing.superseded_by),
        "withdrawn_at": standing.withdrawn_at and f"{standing.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}",
        "reason": all_languages(standing.withdrawn, "withdrawal_reason") if standing.withdrawn else NO_REASON,
    }
