from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from declarations.models.documents import Document
from declarations.querysets import ProvisionQuerySet
from publishing.fields import AddressListField
from publishing.models import Part


class Provision(Part):
    """An addressable part, article or paragraph of a document, one in all languages.

    Provisions of a document stand in the order of `position`; the level of `kind` makes them a tree:
    each belongs to the nearest one before it whose level is higher up.
    """

    class Kind(models.TextChoices):
        PART = "part", _("part")
        ARTICLE = "article", _("article")
        PARAGRAPH = "paragraph", _("paragraph")
        POINT = "point", _("point of a paragraph")

    class Standing(models.TextChoices):
        TEXT = "text", _("as in the text of the document")
        PARAPHRASE = "paraphrase", _("paraphrase of a summary; not the authentic text")

    # The first part of each `eid`.
    PREFIXES = {Kind.PART: "part", Kind.ARTICLE: "art", Kind.PARAGRAPH: "para", Kind.POINT: "point"}

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="provisions")
    position = models.PositiveIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.PARAGRAPH)
    eid = models.CharField(
        _("identifier"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[a-z]+-[a-z0-9]+(-[a-z0-9]+)*\Z",
                _("Write it like para-12: small Latin letters, digits and hyphens."),
            )
        ],
        help_text=_("The same in all languages and for ever, as links go by it: para-12, art-3, part-2."),
    )
    number = models.CharField(
        _("number"),
        max_length=20,
        blank=True,
        help_text=_("As printed; empty if there is none, or if not known."),
    )
    heading = models.CharField(_("heading"), max_length=300, blank=True, null=True)
    text = models.TextField(_("text"), blank=True, null=True)
    standing = models.CharField(
        _("what the words are"), max_length=10, choices=Standing, default=Standing.TEXT
    )
    sources = AddressListField(
        _("sources"), help_text=_("Of a paraphrase: the addresses it rests on, one on each line.")
    )

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "eid"],
                name="provision_eid_once_in_a_document",
                violation_error_message=_("Another provision of this document has this identifier."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number or self.eid, self.heading]))

    def parent_records(self) -> tuple[Document]:
        return (self.document,)

    def get_absolute_url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.eid}"

    @property
    def level(self) -> int:
        """From 1, the highest."""
        return list(self.Kind).index(self.Kind(self.kind)) + 1

    @property
    def is_paraphrase(self) -> bool:
        return self.standing == self.Standing.PARAPHRASE
