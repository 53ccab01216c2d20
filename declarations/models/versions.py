from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.models.documents import Document
from declarations.models.files import StoredFile
from declarations.querysets import DocumentVersionQuerySet
from publishing import changes
from publishing.addresses import free_slug
from publishing.models import Owned, publishable_constraints

MEDIA_TYPES = {
    StoredFile.Format.PDF: "application/pdf",
    StoredFile.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    StoredFile.Format.ODT: "application/vnd.oasis.opendocument.text",
    StoredFile.Format.TXT: "text/plain; charset=utf-8",
}


class DocumentVersion(Owned):
    """One file of a document: its language, its number among those of that language and format.

    Public when its document is, too. The highest public number is the current one.
    """

    class Authority(models.TextChoices):
        AUTHENTIC = "authentic", _("authentic text")
        OFFICIAL_TRANSLATION = "official_translation", _("official translation")
        COURTESY_TRANSLATION = "courtesy_translation", _("courtesy translation")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=2, choices=Document.Language)
    authority = models.CharField(_("authority"), max_length=20, choices=Authority)
    # As the file's own; kept here because addresses and numbers go by it.
    format = models.CharField(_("format"), max_length=4, choices=StoredFile.Format, editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="versions", verbose_name=_("file")
    )
    original_name = models.CharField(_("original name"), max_length=255, blank=True)
    note = models.CharField(
        _("what is different"),
        max_length=300,
        blank=True,
        help_text=_("Public: one sentence, where it replaces an earlier version."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="uploaded_versions",
        verbose_name=_("uploaded by"),
    )

    objects = DocumentVersionQuerySet.as_manager()

    UNSEEN = Owned.UNSEEN | {"uploaded_by"}

    owned_by = "document"

    class Meta(Owned.Meta):
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ["document", "language", "format", "-number"]
        indexes = [models.Index(fields=["published_at", "withdrawn_at"], name="version_publication")]
        constraints = [
            *publishable_constraints("version"),
            models.UniqueConstraint(
                fields=["document", "language", "format", "number"], name="version_number_once"
            ),
            models.UniqueConstraint(
                fields=["document", "language", "file"],
                name="version_file_once_in_a_language",
                violation_error_message=_("This file is already there in this language."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(document)s (%(language)s, %(format)s, version %(number)s)") % {
            "document": self.document,
            "language": self.get_language_display(),
            "format": self.get_format_display(),
            "number": self.number,
        }

    def save(self, **kwargs: Any) -> None:
        """Numbers a new version after those that are there. What has a number keeps file and language."""
        with changes.together():
            if self._state.adding:
                self._number()
                if not self.file.is_kept:
                    StoredFile.objects.filter(pk=self.file_id).update(is_kept=True)
                    self.file.is_kept = True
            super().save(**kwargs)

    def _number(self) -> None:
        self.format = self.file.format
        if not self.number:
            same = type(self)._base_manager.filter(
                document=self.document, language=self.language, format=self.format
            )
            self.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
        if not self.slug:
            # Says what it was when it was made; the document may be renamed later.
            wanted = f"{self.document.slug[:100]}-{self.language}-{self.format}-{self.number}"
            self.slug = free_slug(type(self).objects.all(), wanted)

    def page_address(self) -> str:
        return f"{self.document.get_absolute_url()}#files"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[StoredFile.Format(self.format)]

    @property
    def current_address(self) -> str:
        """`/files/<slug>/fr.pdf`: whichever version is the current one."""
        address = self._address()
        del address["number"]
        return reverse("files:current", kwargs=address)

    @property
    def own_address(self) -> str:
        """`/files/<slug>/fr@1.pdf`: this version, for ever."""
        return reverse("files:version", kwargs=self._address())

    @property
    def picture_address(self) -> str:
        """`/files/<slug>/fr@1.pdf.webp`: its first page."""
        return reverse("files:picture", kwargs=self._address())

    def _address(self) -> dict[str, Any]:
        return {
            "slug": self.document.slug,
            "language": self.language,
            "number": self.number,
            "format": self.format,
        }
