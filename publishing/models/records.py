"""What every public record has, and what happens whenever one is written."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.audit import note
from accounts.models import AuditEntry
from publishing import changes, revisions
from publishing.fields import AddressListField
from publishing.folding import fold
from publishing.languages import columns_of, translated_fields
from publishing.models.addresses import FormerSlug
from publishing.models.pending import PendingChange
from publishing.models.translations import TranslationState
from publishing.querysets import PublishableQuerySet, RecordQuerySet
from publishing.translations import follow_edits, follow_part_edits, texts_of

Span = tuple[datetime | None, datetime | None]

# How many of the records that stand in the way of a deletion are told.
LINKS_NAMED = 20


class StaleRecordError(ValidationError):
    """Somebody else saved or deleted the record since it was read."""

    def __init__(self, *, is_deleted: bool = False) -> None:
        saved = _(
            "Somebody else has saved this record since you opened it. "
            "Open it again in a second window, compare, and enter your changes there."
        )
        deleted = _("Somebody else has deleted this record since you opened it. Keep a copy of your changes.")
        super().__init__(deleted if is_deleted else saved, code="stale")


class Record(models.Model):
    """A row with an address of its own. Saving it advances its revision and records the change."""

    class Confidence(models.TextChoices):
        HIGH = "high", _("high: a primary source, or two that agree")
        MEDIUM = "medium", _("medium: one secondary source, or partly inferred")
        LOW = "low", _("low: undated, announced only, or inferred")

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The last part of the page's address. If you change it, the old one leads here."),
        error_messages={"unique": _("Another record already has this address.")},
    )
    sources = AddressListField(
        _("sources"), help_text=_("Public: the addresses the facts rest on, one on each line.")
    )
    mirrors = AddressListField(
        _("copies elsewhere"),
        help_text=_("For staff only: copies on mirror and document-sharing sites, one on each line."),
    )
    editor_note = models.TextField(
        _("editor's note"), blank=True, help_text=_("For staff only: doubts, conflicts, what to find out.")
    )
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence, default=Confidence.HIGH)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)
    translation_states = GenericRelation(TranslationState)

    objects = RecordQuerySet.as_manager()

    # Where pages about many records of the kind stand, beside the pages of single ones.
    reserved_slugs: ClassVar[frozenset[str]] = frozenset()

    # Fields whose words the list's search box finds.
    searched_fields: ClassVar[tuple[str, ...]] = ()

    # Columns that visitors see nothing of: a change in these alone is no news.
    UNSEEN: ClassVar[frozenset[str]] = frozenset(
        {
            "revision",
            "created_at",
            "updated_at",
            "editor_note",
            "mirrors",
            "confidence",
            "search_text",
            "sort_key",
            "submitted_at",
        }
    )

    class Meta:
        abstract = True
        # Writing what the public sees is a permission of its own.
        default_permissions = ("add", "change", "delete", "view", "publish")

    def save(self, **kwargs: Any) -> None:
        """Raises StaleRecordError if the stored revision is not the one this object was read at."""
        with changes.together():
            before = None if self._state.adding else self.hold()
            read_at = self.revision
            self.revision += 1
            try:
                self._save_row(kwargs)
            except BaseException:
                self.revision = read_at
                raise
            # Of a partial save, what was not written has not changed.
            written = self if kwargs.get("update_fields") is None else self._stored() or self
            if before is not None and before.slug != written.slug:
                written._remember_slug(before)
            follow_edits(written, before)
            changes.record(written, before=before)

    def hold(self) -> "Record":
        """As it is stored, kept from everybody else until the transaction ends. Raises StaleRecordError if it
        is not as this object was read."""
        stored = self._stored()
        if stored is None:
            raise StaleRecordError(is_deleted=True)
        if stored.revision != self.revision:
            raise StaleRecordError
        return stored

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude=exclude)
        if "slug" not in (exclude or ()) and self.slug in self.reserved_slugs:
            told = _(
                "“%(slug)s” is the address of a page of the portal itself. Choose another, "
                "for example with the year at its end."
            )
            raise ValidationError({"slug": ValidationError(told, params={"slug": self.slug})})

    def seen(self) -> tuple[Any, ...]:
        """What visitors see of the record itself, to compare one state with another."""
        columns = {
            column.attname: column.value_from_object(self)
            for column in self._meta.concrete_fields
            if column.name not in self.UNSEEN
        }
        links = {
            field.name: sorted(getattr(self, field.name).values_list("pk", flat=True))
            for field in self._meta.many_to_many
        }
        states = self.translation_states.order_by("field", "language")
        return columns, links, [(row.field, row.language, row.status, row.is_out_of_date) for row in states]

    def public_with_it(self) -> "Iterable[Record]":
        """Other records that can only be public while this one is."""
        return ()

    def spans(self) -> list[Span]:
        """From when until when it may be seen: it is while all of them last. Its own first, then those of
        what it belongs to."""
        return []

    def turns(self) -> Iterable[datetime]:
        """The moments at which its answer changes though nobody writes, besides those of its publication."""
        return ()

    def page_address(self) -> str:
        """Where visitors read it: its own page, or the place on another's; empty where there is none."""
        own = getattr(self, "get_absolute_url", None)
        return own() if own else ""

    @property
    def is_certain(self) -> bool:
        """The rule of `RecordQuerySet.certain()` for this one row."""
        return self.confidence != self.Confidence.LOW

    @property
    def kind(self) -> str:
        return self._meta.model_name or ""

    @property
    def is_public(self) -> bool:
        raise NotImplementedError

    @property
    def has_been_public(self) -> bool:
        """What has no life of its own is read from its first save on."""
        return True

    def transitions_after(self, now: datetime) -> Iterable[tuple[str, datetime]]:
        """What its dates, and those of what it belongs to, will do to it later: (verb, moment)."""
        spans = self.spans()
        if not spans or any(start is None for start, _end in spans):
            return
        start = max(start for start, _end in spans if start is not None)
        end = min((end for _start, end in spans if end is not None), default=None)
        if end is not None and end <= start:
            return
        if start > now:
            yield "published", start
        if end is not None and end > now:
            yield "withdrawn", end

    def _stored(self) -> "Record | None":
        return type(self)._base_manager.select_for_update().filter(pk=self.pk).first()

    def _save_row(self, options: dict[str, Any]) -> None:
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "revision", "updated_at"}
        super().save(**options)

    def _remember_slug(self, before: "Record") -> None:
        """Where visitors have never read it, it takes nothing from whoever was read there: a draft may come
        to the old address of a public record, and leave it again."""
        rows = FormerSlug.objects
        rows.filter(kind=self.kind, slug=self.slug, record_id=self.pk).delete()
        keep = rows.update_or_create if before.has_been_public else rows.get_or_create
        keep(kind=self.kind, slug=before.slug, defaults={"record_id": self.pk})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with changes.together():
            # One by one: each is a record, and its deletion is told.
            for relation in revisions.relations_that_go_with(type(self)):
                for record in getattr(self, relation.get_accessor_name()).all():
                    record.delete()
            # The row loses its key when it goes; the batch needs it once more.
            before = self._stored()
            self._refuse_while_linked()
            changes.record(before or self, before=before, deleted=True)
            note(AuditEntry.Action.DELETED, before or self)
            PendingChange.objects.of(self).open().discard_with_record()
            # Former addresses stay: they lead nowhere now, and here again if it is recovered.
            return super().delete(*args, **kwargs)

    def links_from_others(self) -> list["Record"]:
        """Records that name this one in a list of theirs, such as events under a theme; a few of them."""
        found: list[Record] = []
        relation: Any
        for relation in self._meta.related_objects:
            if relation.many_to_many and relation.through._meta.auto_created:
                found.extend(getattr(self, relation.get_accessor_name() or "").all()[:LINKS_NAMED])
        return found[:LINKS_NAMED]

    def _refuse_while_linked(self) -> None:
        """The database would drop such links without a word, and nothing could bring them back."""
        linked = self.links_from_others()
        if linked:
            raise ProtectedError(
                str(_("Other records name it. Withdraw it, or take it out there first.")), set(linked)
            )


class Publishable(Record):
    """A record with a life of its own: draft, in review, scheduled, published, withdrawn.

    Each state follows from the dates. `publishing.actions` is the only place that sets them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    submitted_at = models.DateTimeField(_("submitted for review"), null=True, blank=True)
    published_at = models.DateTimeField(
        pgettext_lazy("moment", "published"),
        null=True,
        blank=True,
        help_text=_("Empty means draft. A future time publishes by itself."),
    )
    withdrawn_at = models.DateTimeField(
        pgettext_lazy("moment", "withdrawn"),
        null=True,
        blank=True,
        help_text=_("From this time on visitors see only that it was withdrawn, and why."),
    )
    withdrawal_reason = models.CharField(
        _("reason for withdrawal"),
        max_length=500,
        blank=True,
        help_text=_("Public: shown at the record's address."),
    )
    search_text = models.TextField(blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True

    @property
    def is_public(self) -> bool:
        """The rule of `querysets.is_published()` for this one row."""
        return self.state == self.State.PUBLISHED

    @property
    def has_been_public(self) -> bool:
        return self.state in {self.State.PUBLISHED, self.State.WITHDRAWN}

    @property
    def state(self) -> str:
        now = timezone.now()
        if self.published_at is None:
            return self.State.IN_REVIEW if self.submitted_at else self.State.DRAFT
        if self.published_at > now:
            return self.State.SCHEDULED
        if self.withdrawn_at is not None and self.withdrawn_at <= now:
            return self.State.WITHDRAWN
        return self.State.PUBLISHED

    def spans(self) -> list[Span]:
        return [(self.published_at, self.withdrawn_at)]

    def _save_row(self, options: dict[str, Any]) -> None:
        self.search_text = fold(" ".join(self._searched_texts()))
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "search_text"}
        super()._save_row(options)

    def _searched_texts(self) -> Iterable[str]:
        translated = set(translated_fields(type(self)))
        for name in self.searched_fields:
            columns = columns_of(name) if name in translated else [name]
            yield from (getattr(self, column) or "" for column in columns)


def publishable_constraints(model: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(withdrawn_at=None)
            | Q(published_at__isnull=False, withdrawn_at__gte=F("published_at")),
            name=f"{model}_is_withdrawn_after_it_was_published",
            violation_error_message=_("Only what was published can be withdrawn, and not before."),
        ),
        models.CheckConstraint(
            condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason=""),
            name=f"{model}_is_withdrawn_with_a_reason",
            violation_error_message=_("Say why it is withdrawn: visitors will read the reason."),
        ),
    ]


class Part(models.Model):
    """A row that belongs to records and is public when all of them are. Writing it changes them."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        with changes.together() as batch:
            left, texts = self._parents_left(), texts_of(self)
            super().save(**kwargs)
            self._tell(batch, left)
            follow_part_edits(self, texts, batch)

    def parent_records(self) -> Iterable[Record]:
        raise NotImplementedError

    def _parents_left(self) -> Iterable[Record]:
        """The records it belongs to so far, if it is about to move to another."""
        former = None if self._state.adding else type(self)._base_manager.filter(pk=self.pk).first()
        keys = [column.attname for column in self._meta.concrete_fields if column.is_relation]
        if former is None or all(getattr(former, key) == getattr(self, key) for key in keys):
            return ()
        return former.parent_records()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with changes.together() as batch:
            self._tell(batch)
            return super().delete(*args, **kwargs)

    def _tell(self, batch: changes.Batch, left: Iterable[Record] = ()) -> None:
        parents = tuple(self.parent_records())
        # A row that links two records is seen when both are public.
        seen = all(record.is_public for record in parents)
        for record in parents:
            batch.note_parts_of(record, seen=seen)
        for record in left:
            batch.note_parts_of(record)
