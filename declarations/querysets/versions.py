from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from publishing.querysets import PublishableQuerySet, is_published, is_withdrawn

# Whole texts and pictures: read only by who shows or compares them.
HEAVY = ("text_pages", "picture")


class StoredFileQuerySet(models.QuerySet):
    def light(self) -> Self:
        """Without the texts and the picture."""
        return self.defer(*HEAVY)

    def never_used(self) -> Self:
        return self.filter(is_kept=False, versions=None)


class DocumentVersionQuerySet(PublishableQuerySet):
    def published(self) -> Self:
        return self.filter(is_published(), is_published("document__"))

    def withdrawn(self) -> Self:
        """Its own withdrawal; its document is still there."""
        return self.filter(is_withdrawn(), is_published("document__"))

    def ever_public(self) -> Self:
        """There was a moment at which both the version and its document could be seen."""
        return self.filter(
            Q(published_at__lte=Now(), document__published_at__lte=Now()),
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=F("document__published_at")),
            Q(document__withdrawn_at=None) | Q(document__withdrawn_at__gt=F("published_at")),
        )

    def with_files(self) -> Self:
        """With what is said of their files, without texts and pictures."""
        return self.select_related("file", "document").defer(*(f"file__{name}" for name in HEAVY))

    def with_pictures(self) -> Self:
        """As `with_files()`, with the first page."""
        return self.defer(None).select_related("file", "document").defer("file__text_pages")

    def of_document(self, slug: str) -> Self:
        return self.filter(document__slug=slug)

    def with_currency(self) -> Self:
        """`is_current`: no later version of the same language and format is public."""
        later = self.model.objects.published().filter(
            document=OuterRef("document"),
            language=OuterRef("language"),
            format=OuterRef("format"),
            number__gt=OuterRef("number"),
        )
        return self.annotate(is_current=~Exists(later))

    def current(self) -> Self:
        return self.with_currency().filter(is_current=True)

    def in_package_of(self, event: Any) -> Self:
        """The current files of what was adopted or discussed at the event, whose key is enough: the newest
        documents first, each in its languages and formats."""
        documents = self.model.document.field.related_model
        adopted = documents._base_manager.filter(adopting_event=event).order_by().values("pk")
        discussed = documents.related_events.through.objects.filter(event=event).values("document")
        return (
            self.filter(document__in=adopted.union(discussed))
            .current()
            .order_by("-document__sort_key", "-document__pk", "language", "format", "-number")
        )

    def latest_first(self) -> Self:
        return self.order_by("language", "format", "-number")

    def scans(self) -> Self:
        """Without words that can be found, and not replaced by a newer one."""
        newer = self.model.objects.filter(
            document=OuterRef("document"),
            language=OuterRef("language"),
            format=OuterRef("format"),
            number__gt=OuterRef("number"),
        )
        return self.filter(~Exists(newer), file__has_text=False)

    def at(self, *, slug: str, language: str, format: str) -> Self:  # noqa: A002 - the field's name
        """All numbers of one language and format; of a document by its present address."""
        return self.filter(document__slug=slug, language=language, format=format).order_by("-number")

    def of_hash(self, sha256: str) -> Self:
        return self.filter(file__sha256=sha256.lower()).order_by("document", "language", "format", "number")

    def for_naming(self) -> Self:
        return self.select_related("document")
