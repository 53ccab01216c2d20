"""What a file is to the Process, known by the hash of its bytes: for whoever holds a copy of one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from declarations.models import Document, DocumentVersion
from publishing.models import Publishable

HASH = re.compile(r"[0-9a-f]{64}\Z")
# What programs that compute one write around it: "SHA256 (file) = …", "sha256:…", "… *file.pdf".
HASH_INSIDE = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
# What they, and e-mails, put into it: gaps, colons, line ends.
HASH_SPREAD = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F][\s:-]{0,3}){63}[0-9a-fA-F](?![0-9a-fA-F])")


class Status(models.TextChoices):
    CURRENT = "current", _("current")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one version: the same bytes may be several, in other languages or of other documents."""

    version: DocumentVersion
    status: Status
    # The public version that took its place.
    superseded_by: DocumentVersion | None = None
    # The version, or the whole document, whose withdrawal tells the reason.
    withdrawn: Publishable | None = None

    @property
    def withdrawn_at(self) -> datetime | None:
        return self.withdrawn.withdrawn_at if self.withdrawn else None

    @property
    def is_of_withdrawn_document(self) -> bool:
        return isinstance(self.withdrawn, Document)


# Document, language, format.
Place = tuple[int, str, str]
Current = dict[Place, DocumentVersion]


def _place(version: DocumentVersion) -> Place:
    return version.document_id, version.language, version.format


def hashes_in(text: str) -> set[str]:
    """Each SHA-256 in what was pasted, in small letters."""
    found = HASH_INSIDE.findall(text) or HASH_SPREAD.findall(text)
    return {re.sub(r"[\s:-]", "", match).lower() for match in found}


def standings_of(sha256: str) -> list[Standing]:
    """Of what is, or once was, public; what still stands first. Two queries."""
    versions = list(DocumentVersion.objects.ever_public().of_hash(sha256).with_files())
    documents = {version.document_id for version in versions}
    rows = DocumentVersion.objects.published().filter(document__in=documents).select_related("document")
    current = current_among(rows)
    standings = [_standing(version, current) for version in versions]
    return sorted(standings, key=lambda standing: list(Status).index(standing.status))


def current_among(versions: Iterable[DocumentVersion]) -> Current:
    """Of public ones: that with the highest number in each document, language and format."""
    return {_place(version): version for version in sorted(versions, key=lambda version: version.number)}


def is_current(version: DocumentVersion, current: Current) -> bool:
    return current.get(_place(version)) == version


def _standing(version: DocumentVersion, current: Current) -> Standing:
    for record in (version.document, version):
        if record.state == Document.State.WITHDRAWN:
            return Standing(version, Status.WITHDRAWN, withdrawn=record)
    latest = current.get(_place(version))
    if latest is not None and latest.number > version.number:
        return Standing(version, Status.SUPERSEDED, superseded_by=latest)
    return Standing(version, Status.CURRENT)
