from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from declarations.models.documents import Document
from declarations.models.provisions import Provision
from declarations.querysets import CommitmentQuerySet, ProgressEntryQuerySet
from events.models import Event, Theme
from members.models import Partner
from publishing import changes
from publishing.addresses import free_slug
from publishing.dates import PartialDate, PartialDateField, partial_date_constraint, sort_key
from publishing.languages import columns_of
from publishing.models import Owned, Publishable, Record, Span, publishable_constraints
from publishing.page_addresses import page_address
from publishing.richtext import RichTextField


class Commitment(Publishable):
    """What a provision commits partners to. Public when the provision's document is, too.

    Its status is that of the latest public progress entry that sets one; open until then.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("status of a commitment", "open")
        IN_PROGRESS = "in_progress", pgettext_lazy("status of a commitment", "in progress")
        ACHIEVED = "achieved", pgettext_lazy("status of a commitment", "achieved")
        SUPERSEDED = "superseded", pgettext_lazy("status of a commitment", "superseded")
        NOT_PURSUED = "not_pursued", pgettext_lazy("status of a commitment", "no longer pursued")

    # Those in which something is still to be done.
    PURSUED = (Status.OPEN, Status.IN_PROGRESS)

    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("provision")
    )
    title = models.CharField(_("title"), max_length=300)
    description = RichTextField(_("description"))
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("theme"),
    )
    actors = models.ManyToManyField(
        Partner,
        blank=True,
        related_name="commitments",
        verbose_name=_("actors"),
        help_text=_("The partners that committed themselves; empty means all."),
    )
    due = PartialDateField(_("due"))
    # Newest documents first, then in the order of the text: see `save()`.
    sort_key = models.PositiveIntegerField(default=0, editable=False)

    # What `with_status()` and `for_detail()` find.
    status: str
    status_entries: "list[ProgressEntry]"

    objects = CommitmentQuerySet.as_manager()
    searched_fields = ("title",)

    class Meta(Publishable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["-sort_key", "-pk"]
        indexes = [
            models.Index(fields=["-sort_key", "-id"], name="commitment_newest"),
            models.Index(fields=["published_at", "withdrawn_at"], name="commitment_publication"),
        ]
        constraints = [*publishable_constraints("commitment"), partial_date_constraint("commitment", "due")]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return page_address("commitments:detail", self.slug)

    def public_with_it(self) -> Iterable[Record]:
        """Its entries."""
        yield from self.entries.filter(published_at__isnull=False)

    def save(self, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.document.shown_date)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        with changes.together() as batch:
            super().save(**kwargs)
            batch.note_parts_of(self.document, seen=self.is_public)

    @property
    def document(self) -> Document:
        return self.provision.document

    def spans(self) -> list[Span]:
        return [*super().spans(), *self.document.spans()]

    @property
    def is_public(self) -> bool:
        """The rule of `CommitmentQuerySet.published()` for this one row."""
        return super().is_public and self.document.is_public

    @property
    def status_label(self) -> str:
        """In words; of rows read `with_status()`."""
        return str(self.Status(self.status).label)

    @property
    def status_since(self) -> PartialDate | None:
        """When the entry that sets its status was; of rows read `for_detail()`."""
        return self.status_entries[0].date if self.status_entries else None

    @property
    def is_overdue(self) -> bool:
        """The rule of `CommitmentQuerySet.overdue()` for this one row, read `with_status()`."""
        is_past = self.due is not None and self.due.latest < timezone.localdate()
        return is_past and self.status in self.PURSUED


class ProgressEntry(Owned):
    """What followed from a commitment on a day, with the event or document that shows it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="entries")
    date = PartialDateField(_("date"))
    text = RichTextField(_("text"))
    status = models.CharField(
        _("status it sets"),
        max_length=11,
        choices=Commitment.Status,
        blank=True,
        help_text=_("Empty leaves the commitment's status as it is."),
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_entries",
        verbose_name=_("event that shows it"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_entries",
        verbose_name=_("document that shows it"),
    )
    sort_key = models.PositiveIntegerField(default=0, editable=False)

    objects = ProgressEntryQuerySet.as_manager()

    owned_by = "commitment"

    class Meta(Owned.Meta):
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        ordering = ["-sort_key", "-pk"]
        indexes = [
            models.Index(fields=["commitment", "-sort_key", "-id"], name="progress_latest"),
            models.Index(fields=["published_at", "withdrawn_at"], name="progress_publication"),
        ]
        constraints = [
            *publishable_constraints("progress_entry"),
            partial_date_constraint("progress_entry", "date"),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=False),
                name="progress_entry_has_a_date",
                violation_error_message=_("Say when it was: a year is enough."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.date}"

    def clean(self) -> None:
        super().clean()
        if not self.status and not any(getattr(self, column) for column in columns_of("text")):
            raise ValidationError(_("Say what followed, or choose the status it sets."))

    def save(self, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.date)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        with changes.together():
            if not self.slug:
                day = self.date.start_iso if self.date else "undated"
                self.slug = free_slug(type(self).objects.all(), f"{self.commitment.slug[:100]}-{day}")
            super().save(**kwargs)

    def page_address(self) -> str:
        return f"{self.commitment.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"entry-{self.slug}"
