"""Pictures of an event, and the bytes that visitors get of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.querysets import PictureQuerySet
from publishing import changes
from publishing.addresses import free_slug
from publishing.languages import text_in
from publishing.models import Owned, publishable_constraints


class PictureFile(models.Model):
    """One picture as it was sent, known by the hash of its bytes, and the sizes that were made of it.

    What was sent is not kept: it may tell where, when and by whom it was taken.
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    # Smallest first: [{"width": 480, "height": 320, "size": 20480, "sha256": "…"}].
    sizes = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploaded_pictures",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("file of a picture")
        verbose_name_plural = _("files of pictures")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def widest(self) -> dict[str, Any]:
        size: dict[str, Any] = self.sizes[-1]
        return size

    def size_of(self, width: int) -> dict[str, Any] | None:
        return next((size for size in self.sizes if size["width"] == width), None)

    @property
    def storage_name(self) -> str:
        """Where the bytes are in the storage, without what follows for each size."""
        return f"pictures/{self.sha256[:2]}/{self.sha256}"

    def name_of_size(self, width: int) -> str:
        return f"{self.storage_name}-{width}.webp"

    def address(self, width: int) -> str:
        return reverse("pictures:file", kwargs={"sha256": self.sha256, "width": width})


class Picture(Owned):
    """A picture of an event, with the words that go with it. Public when its event is, too."""

    class Rights(models.TextChoices):
        KHARTOUM_PROCESS = "khartoum_process", _("Khartoum Process: free to use with the credit")
        CC_BY = "cc_by_4_0", "CC BY 4.0"
        CC_BY_SA = "cc_by_sa_4_0", "CC BY-SA 4.0"
        PUBLIC_DOMAIN = "public_domain", _("public domain")
        PERMISSION = "by_permission", _("shown by permission: ask the holder before using it elsewhere")

    LICENCES = {
        Rights.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
        Rights.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    }

    # Of what browsers get that do not choose.
    MIDDLE_WIDTH = 960

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("event")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest number is shown first.")
    )
    file = models.ForeignKey(
        PictureFile, on_delete=models.PROTECT, related_name="pictures", verbose_name=_("file")
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_(
            "What is to be seen, for those who do not see it. Needed in English before it is published."
        ),
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("What stands below it: who, where, when.")
    )
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Public: who took it, or who holds the rights.")
    )
    rights = models.CharField(_("rights"), max_length=20, choices=Rights)
    rights_note = models.CharField(
        _("note on the rights"),
        max_length=300,
        blank=True,
        help_text=_("Public: what else is to be respected by those who use it."),
    )
    original_name = models.CharField(_("original name"), max_length=255, blank=True)

    objects = PictureQuerySet.as_manager()
    searched_fields = ("alt", "caption", "credit")

    UNSEEN = Owned.UNSEEN | {"original_name"}

    owned_by = "event"

    class Meta(Owned.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["event", "order", "pk"]
        indexes = [models.Index(fields=["published_at", "withdrawn_at"], name="picture_publication")]
        constraints = [
            *publishable_constraints("picture"),
            models.UniqueConstraint(
                fields=["event", "file"],
                name="picture_once_at_an_event",
                violation_error_message=_("This picture is already there."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | (Q(alt_en__isnull=False) & ~Q(alt_en="")),
                name="picture_is_published_with_alternative_text",
                violation_error_message=_(
                    "Write the alternative text in English first: without it, a picture is nothing to those "
                    "who do not see it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return text_in(self, "alt").value or self.original_name or self.slug

    def save(self, **kwargs: Any) -> None:
        with changes.together():
            if not self.slug:
                self.slug = free_slug(type(self).objects.all(), f"{self.event.slug[:100]}-picture")
            super().save(**kwargs)

    def page_address(self) -> str:
        return f"{self.event.get_absolute_url()}#pictures"

    @property
    def shown_alt(self) -> Any:
        """With its language, which is not always the page's."""
        return text_in(self, "alt")

    @property
    def licence_address(self) -> str:
        return self.LICENCES.get(self.Rights(self.rights), "")

    @property
    def width(self) -> int:
        return int(self.file.widest["width"])

    @property
    def height(self) -> int:
        return int(self.file.widest["height"])

    @property
    def address(self) -> str:
        """Of its middle size, or the largest there is below."""
        sizes = [size["width"] for size in self.file.sizes if size["width"] <= self.MIDDLE_WIDTH]
        return self.file.address(sizes[-1] if sizes else self.file.sizes[0]["width"])

    @property
    def address_set(self) -> str:
        """Every size, for the browser to choose from."""
        widths = [size["width"] for size in self.file.sizes]
        return ", ".join(f"{self.file.address(width)} {width}w" for width in widths)
