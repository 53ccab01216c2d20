"""What may be asked of provisions, files and progress entries, where they are lists of their own."""

from django.utils.translation import gettext_lazy as _

from declarations.models import Commitment, Document, DocumentVersion, Provision, StoredFile
from publishing.filters import PublicFilterSet, RecordFilter, ValuesFilter


class PartOfDocumentFilter(PublicFilterSet):
    document = RecordFilter(by="of_document", kind="document", label=_("Document"))


class ProvisionFilter(PartOfDocumentFilter):
    kind = ValuesFilter(label=_("Kind"), choices=Provision.Kind.choices)
    standing = ValuesFilter(label=_("What the words are"), choices=Provision.Standing.choices)


class VersionFilter(PartOfDocumentFilter):
    language = ValuesFilter(label=_("Language"), choices=Document.Language.choices)
    format = ValuesFilter(label=_("Format"), choices=StoredFile.Format.choices)
    authority = ValuesFilter(label=_("Authority"), choices=DocumentVersion.Authority.choices)


class ProgressFilter(PublicFilterSet):
    commitment = RecordFilter(by="of_commitment", kind="commitment", label=_("Commitment"))
    status = ValuesFilter(label=_("Status"), choices=Commitment.Status.choices)


class PackageFilter(PublicFilterSet):
    """Of the files of one event: which go into its package. The rest of the address says in which language
    they are told of."""

    known_besides = ("readme",)

    language = ValuesFilter(label=_("Language"), choices=Document.Language.choices)
    format = ValuesFilter(label=_("Format"), choices=StoredFile.Format.choices)
