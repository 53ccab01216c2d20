from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import Event, Theme
from publishing.dates import (
    PARTS,
    PartialDate,
    Precision,
    sort_key,
)
from publishing.languages import columns_of
from publishing.querysets import PublishableQuerySet, is_published, is_withdrawn

if TYPE_CHECKING:
    from declarations.models import Commitment, Document, ProgressEntry


class CommitmentQuerySet(PublishableQuerySet):
    def published(self) -> Self:
        return self.filter(is_published(), is_published("provision__document__"))

    def withdrawn(self) -> Self:
        return self.filter(is_withdrawn(), is_published("provision__document__"))

    def with_status(self) -> Self:
        """`status`: what the latest public entry that sets one says; open without any."""
        from declarations.models import Commitment, ProgressEntry  # noqa: PLC0415 (models import this module)

        latest = (
            ProgressEntry.objects.filter(is_published(), commitment=OuterRef("pk"))
            .exclude(status="")
            .latest_first()
            .values("status")[:1]
        )
        opened = Value(Commitment.Status.OPEN.value, output_field=CharField())
        return self.annotate(status=Coalesce(Subquery(latest), opened))

    def in_status(self, status: str) -> Self:
        return self.with_status().filter(status=status)

    def pursued(self) -> Self:
        """In which something is still to be done."""
        return self.with_status().filter(status__in=self.model.PURSUED)

    def overdue(self) -> Self:
        """Pursued past the last day on which it may have been due."""
        return self.pursued().filter(due_latest__lt=timezone.localdate())

    def without_progress_since(self, day: date) -> Self:
        """Pursued, of an older document, and with no public entry that may be of that day or later."""
        entries = self.model.entries.rel.related_model.objects
        recent = entries.filter(is_published(), commitment=OuterRef("pk"), date_latest__gte=day)
        begun = sort_key(PartialDate(day, day, Precision.DAY))
        return self.pursued().filter(~Exists(recent), sort_key__lt=begun)

    def of_document(self, slug: str) -> Self:
        return self.filter(provision__document__slug=slug)

    def of_actor(self, slug: str) -> Self:
        """Named as one that committed itself, if it is public."""
        actors = self.model.actors.through.objects
        partners = self.model._meta.get_field("actors").related_model.objects.published().filter(slug=slug)
        return self.filter(pk__in=actors.filter(partner__in=partners.order_by()).values("commitment"))

    def about(self, theme_slug: str) -> Self:
        return self.filter(theme__in=Theme.objects.published().within(theme_slug))

    def newest_first(self) -> Self:
        return self.order_by("-sort_key", "-pk")

    def newest(self, most: int) -> Self:
        """No more than so many, still to be narrowed or counted."""
        keys = self.newest_first().values("pk")[:most]
        return self.model.objects.filter(pk__in=keys).order_by()

    def per_status(self) -> dict[str, int]:
        return self.with_status()._per("status")

    def per_document(self) -> dict[str, int]:
        return self._per("provision__document__slug")

    def per_actor(self) -> dict[str, int]:
        """Of public partners only."""
        return self.filter(is_published("actors__"))._per("actors__slug")

    def per_theme(self) -> dict[str, int]:
        """As `about()` finds them: those of a public topic count for its public domain, too."""
        shown = self.filter(is_published("theme__"))
        found = shown._per("theme__slug")
        for slug, count in shown.filter(is_published("theme__parent__"))._per("theme__parent__slug").items():
            found[slug] = found.get(slug, 0) + count
        return found

    def _per(self, column: str) -> dict[str, int]:
        return dict(self.order_by().values_list(column).annotate(count=Count("pk")))

    def for_list(self) -> Self:
        """Everything one row of the list shows, in a fixed number of queries."""
        heavy = ["description", *columns_of("description")]
        heavy += [f"provision__{name}" for name in ("text", *columns_of("text"))]
        heavy += [f"provision__document__{name}" for name in ("summary", *columns_of("summary"))]
        entries = self.model.entries.rel.related_model.objects.filter(is_published())
        each = entries.filter(commitment=OuterRef("pk")).order_by().values("commitment")
        number = Subquery(each.annotate(number=Count("pk")).values("number"))
        latest = entries.defer("text", *columns_of("text")).latest_first()[:1]
        return (
            self.with_status()
            .annotate(entry_count=Coalesce(number, 0), names_actors=self._any_actors())
            .select_related("provision__document")
            .defer(*heavy)
            .prefetch_related(self._public_actors(), Prefetch("entries", latest, to_attr="latest_entries"))
        )

    def for_detail(self) -> Self:
        """With its paragraph and what sets its status; the rest is `declarations.commitment_page`."""
        heavy = [f"provision__document__{name}" for name in ("summary", *columns_of("summary"))]
        entries = self.model.entries.rel.related_model.objects
        setting = entries.filter(is_published()).exclude(status="").latest_first()[:1]
        return (
            self.with_status()
            .annotate(names_actors=self._any_actors())
            .select_related("provision__document")
            .defer(*heavy)
            .prefetch_related(Prefetch("entries", setting, to_attr="status_entries"))
        )

    def for_api(self) -> Self:
        """With what is told of each that no column holds."""
        return self.with_status().annotate(is_of_all_partners=~self._any_actors())

    def _any_actors(self) -> Exists:
        """Where none is named, all partners committed themselves; not where the named ones are not public."""
        return Exists(self.model.actors.through.objects.filter(commitment=OuterRef("pk")))

    def _public_actors(self) -> Prefetch:
        partners = self.model._meta.get_field("actors").related_model
        return Prefetch("actors", queryset=partners.objects.published().order_by("name", "pk"))

    def for_naming(self) -> Self:
        return self.select_related("provision__document")


class ProgressEntryQuerySet(PublishableQuerySet):
    def published(self) -> Self:
        return self.filter(
            is_published(), is_published("commitment__"), is_published("commitment__provision__document__")
        )

    def withdrawn(self) -> Self:
        return self.filter(
            is_withdrawn(), is_published("commitment__"), is_published("commitment__provision__document__")
        )

    def of_commitment(self, slug: str) -> Self:
        return self.filter(commitment__slug=slug)

    def latest_first(self) -> Self:
        return self.order_by("-sort_key", "-pk")

    def on_page_of(self, commitment: "Commitment", *, previewed: "ProgressEntry | None" = None) -> Self:
        """What the page of the commitment shows, also on its preview, when the commitment itself is not
        public yet; with the entry whose own preview it is."""
        shown = is_published()
        return self.filter(shown | Q(pk=previewed.pk) if previewed else shown, commitment=commitment)

    def of_document(self, document: "Document") -> Self:
        """What followed from the commitments that the document makes."""
        return self.filter(commitment__provision__document=document)

    def shown_at(self, event: Event) -> Self:
        """Those for which the event is the evidence."""
        return self.filter(event=event)

    def for_line(self) -> Self:
        """What a line names: the commitment and its document, and nothing more of them."""
        commitment = [f"commitment__{name}" for name in ("slug", *columns_of("title"))]
        document = [f"commitment__provision__document__{name}" for name in columns_of("title")]
        return self.select_related("commitment__provision__document").only(
            "status", *(f"date_{part}" for part in PARTS), *commitment, *document
        )

    def for_trail(self) -> Self:
        """Everything the page of their commitment shows of them."""
        return self.with_evidence().prefetch_related("translation_states")

    def with_evidence(self) -> Self:
        """With the event and the document that show it, each only if it is public."""
        from declarations.models import Document  # noqa: PLC0415 (models import this module)

        return self.prefetch_related(
            Prefetch("event", queryset=Event.objects.published().for_timeline()),
            Prefetch("document", queryset=Document.objects.published().for_reference()),
        )

    def for_naming(self) -> Self:
        return self.select_related("commitment__provision__document")
