from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from declarations.querysets import SHOWN_DAYS, DocumentQuerySet, RelationQuerySet
from events.models import Event, Theme
from publishing.dates import (
    PartialDate,
    PartialDateField,
    new_years_within,
    partial_date_constraint,
    sort_key,
)
from publishing.fields import ChoiceListField
from publishing.models import Part, Publishable, Record, publishable_constraints
from publishing.page_addresses import page_address
from publishing.richtext import RichTextField


class Document(Publishable):
    """A work: one declaration, action plan, set of conclusions, report, whatever languages it exists in."""

    class Type(models.TextChoices):
        DECLARATION = "declaration", _("Declaration")
        ACTION_PLAN = "action_plan", _("Action plan")
        CONCLUSIONS = "conclusions", _("Conclusions")
        TERMS_OF_REFERENCE = "terms_of_reference", _("Terms of reference")
        RULES_OF_PROCEDURE = "rules_of_procedure", _("Rules of procedure")
        WORK_PLAN = "work_plan", _("Work plan")
        REPORT = "report", _("Report")
        BACKGROUND_NOTE = "background_note", _("Background note")
        FACTSHEET = "factsheet", _("Factsheet")
        NEWSLETTER = "newsletter", _("Newsletter")
        TEMPLATE = "template", _("Form or table")
        REFERENCE = "reference", _("Reference text of another body")

    class Nature(models.TextChoices):
        OUTCOME = "outcome", _("outcome of a meeting")
        OFFICIAL = "official", _("official document")
        INFORMATION = "information", _("information")
        STATEMENT = "statement", _("statement")

    class Availability(models.TextChoices):
        TEXT_SEEN = "text_seen", _("the whole text was seen")
        TEXT_SEEN_IN_PART = "text_seen_in_part", _("part of the text was seen")
        DESCRIBED_ONLY = "described_only", _("known from a description")
        MENTIONED_ONLY = "mentioned_only", _("known from a mention")
        NOT_SEEN = "not_seen", _("adopted; the text was not seen")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        ARABIC = "ar", _("Arabic")
        PORTUGUESE = "pt", _("Portuguese")
        ITALIAN = "it", _("Italian")
        GERMAN = "de", _("German")

    title = models.CharField(_("title"), max_length=300)
    type = models.CharField(_("type"), max_length=20, choices=Type)
    nature = models.CharField(_("nature"), max_length=11, choices=Nature)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True, null=True)
    date = PartialDateField(_("date of the document"))
    adopted = PartialDateField(_("adopted on"))
    adopting_event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adopted_documents",
        verbose_name=_("adopted at"),
        help_text=_("Only if a meeting adopted the text."),
    )
    related_events = models.ManyToManyField(
        Event,
        blank=True,
        related_name="discussed_documents",
        verbose_name=_("related events"),
        help_text=_("Meetings after which it was issued, or where it was presented or discussed."),
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="documents", verbose_name=_("themes"))
    languages_seen = ChoiceListField(
        _("languages in which it was seen"),
        choices=Language,
        help_text=_("In which a text of it was seen anywhere; not which ones exist."),
    )
    availability = models.CharField(_("what was seen"), max_length=17, choices=Availability)
    summary = RichTextField(_("what it is about"))
    provisions_note = models.TextField(
        _("note on its provisions"),
        blank=True,
        null=True,
        help_text=_("Public: how complete they are, and what they rest on."),
    )
    sort_key = models.PositiveIntegerField(default=0, editable=False)

    objects = DocumentQuerySet.as_manager()
    searched_fields = ("title",)
    reserved_slugs = frozenset({"by-meeting"})

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-sort_key", "-pk"]
        indexes = [
            models.Index(fields=["-sort_key", "-id"], name="document_newest"),
            models.Index(fields=["type", "-sort_key", "-id"], name="document_type_newest"),
            models.Index(fields=["nature", "-sort_key", "-id"], name="document_nature_newest"),
            models.Index(new_years_within(**SHOWN_DAYS), name="document_new_years"),
            models.Index(fields=["published_at", "withdrawn_at"], name="document_publication"),
        ]
        constraints = [
            *publishable_constraints("document"),
            partial_date_constraint("document", "date"),
            partial_date_constraint("document", "adopted"),
            models.CheckConstraint(
                condition=Q(adopted_earliest=None) | Q(adopting_event__isnull=False),
                name="document_adopted_on_a_date_has_its_meeting",
                violation_error_message=_(
                    "Say which meeting adopted the text, or empty the date of adoption."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return page_address("documents:detail", self.slug)

    def save(self, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.shown_date)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(**kwargs)

    def public_with_it(self) -> Iterable[Record]:
        """Its files and commitments, and their progress."""
        commitments = apps.get_model("declarations", "Commitment").objects.filter(
            provision__document=self, published_at__isnull=False
        )
        entries = apps.get_model("declarations", "ProgressEntry").objects.filter(
            commitment__in=commitments.order_by(), published_at__isnull=False
        )
        yield from self.versions.filter(published_at__isnull=False)
        yield from commitments.select_related("provision__document")
        yield from entries.select_related("commitment__provision__document")

    @property
    def shown_date(self) -> PartialDate | None:
        """The date it was adopted, else the one it bears."""
        return self.adopted or self.date

    @property
    def languages_seen_labels(self) -> list[str]:
        known = dict(self.Language.choices)
        return [str(known[code]) for code in self.languages_seen if code in known]


class Relation(Part):
    """Document to document. Public when both are."""

    class Kind(models.TextChoices):
        SUPERSEDES = "supersedes", _("supersedes")
        IMPLEMENTS = "implements", _("implements")
        CITES = "cites", _("cites")
        CORRECTS = "corrects", _("corrects")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=10, choices=Kind)
    other = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="reverse_relations", verbose_name=_("other document")
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "other"],
                name="relation_once",
                violation_error_message=_("This relation is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(document=F("other")),
                name="relation_is_to_another_document",
                violation_error_message=_("A document cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} {self.other}"

    def parent_records(self) -> tuple[Document, Document]:
        return self.document, self.other
