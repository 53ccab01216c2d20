from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from declarations.querysets import StoredFileQuerySet


class StoredFile(models.Model):
    """The bytes of one file, known by their hash, and what was found in them.

    Versions refer to it, so the same bytes are kept once, and a deleted version can be recovered.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        ODT = "odt", "OpenDocument"
        TXT = "txt", _("plain text")

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    page_count = models.PositiveIntegerField(
        _("pages"), null=True, help_text=_("Empty for formats that have no pages.")
    )
    # One text for each page; a single one for formats that have no pages.
    text_pages = models.JSONField(default=list)
    has_text = models.BooleanField(default=False, help_text=_("A scan, which is a picture, has none."))
    # WebP, at most 480 pixels wide; empty where there is none.
    picture = models.BinaryField(default=b"")
    picture_width = models.PositiveSmallIntegerField(default=0)
    picture_height = models.PositiveSmallIntegerField(default=0)
    # Once a version has used it, it stays for ever. What was uploaded and never used is swept away.
    is_kept = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploaded_files",
        verbose_name=_("uploaded by"),
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(
                fields=["uploaded_at"], condition=models.Q(is_kept=False), name="stored_file_never_used"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.format}"

    @property
    def storage_name(self) -> str:
        """Where the bytes are in the storage: a name of our own, which says nothing of the upload."""
        return f"documents/{self.sha256[:2]}/{self.sha256}.{self.format}"
