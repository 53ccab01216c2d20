"""What a file is to the Process, known by the hash of its bytes: for whoever holds a copy of one."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from declarations.models import Document, DocumentVersion
from publishing.models import Publishable

HASH = re.compile(r"[0-9a-f]{64}\Z")
# What programs that compute one write around it: "SHA256 (file) = …", "sha256:…", "… *file.pdf".
HASH_INSIDE = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")


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


def hash_in(text: str) -> str:
    """The SHA-256 in what was pasted, in small letters; empty if there is none, or more than one."""
    joined = "".join(text.split())
    found = {match.lower() for match in HASH_INSIDE.findall(text)} or {
        match.lower() for match in HASH_INSIDE.findall(joined)
    }
    return found.pop() if len(found) == 1 else ""


def standings_of(sha256: str) -> list[Standing]:
    """Of what is, or once was, public. Two queries."""
    versions = list(_ever_public().of_hash(sha256).with_files().order_by("pk"))
    current = _current_ones({version.document_id for version in versions})
    return [_standing(version, current) for version in versions]


def _ever_public() -> QuerySet[DocumentVersion]:
    """Their moment has come, whatever became of them later; of a document of which the same is true."""
    return DocumentVersion.objects.filter(Q(published_at__lte=Now()), Q(document__published_at__lte=Now()))


def _current_ones(documents: set[int]) -> dict[tuple[int, str, str], DocumentVersion]:
    rows = DocumentVersion.objects.published().filter(document__in=documents).select_related("document")
    return {(row.document_id, row.language, row.format): row for row in rows.order_by("number")}


def _standing(version: DocumentVersion, current: dict[tuple[int, str, str], DocumentVersion]) -> Standing:
    for record in (version.document, version):
        if record.state == Document.State.WITHDRAWN:
            return Standing(version, Status.WITHDRAWN, withdrawn=record)
    latest = current.get((version.document_id, version.language, version.format))
    if latest is not None and latest.number > version.number:
        return Standing(version, Status.SUPERSEDED, superseded_by=latest)
    return Standing(version, Status.CURRENT)
