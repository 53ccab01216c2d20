from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Length, Now
from django.db.models.lookups import Contains
from django.utils import timezone

from events.models import Event, Theme
from publishing.dates import (
    KEYS_WITH_A_DAY,
    PARTS,
    UNDATED,
    PartialDate,
    Precision,
    in_year,
    sort_key,
    year_of,
)
from publishing.folding import fold
from publishing.languages import columns_of
from publishing.paging import along
from publishing.querysets import PublishableQuerySet, is_published, is_withdrawn

if TYPE_CHECKING:
    from declarations.models import Commitment, Document, ProgressEntry
    from members.models import Partner

# A page that shows the documents of a partner or a term needs no more than these bring.
EVENTS_LOOKED_THROUGH = 200
# The first and the last day of `Document.shown_date`.
SHOWN_DAYS: dict[str, Any] = {
    "first": Coalesce("adopted_earliest", "date_earliest"),
    "last": Coalesce("adopted_latest", "date_latest"),
}


class DocumentQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        return self.order_by(f"-{along(self, 'sort_key')}", f"-{along(self, 'pk')}")

    def oldest_first(self) -> Self:
        return self.order_by(along(self, "sort_key"), along(self, "pk"))

    def without_files(self) -> Self:
        """Not even one that was withdrawn or is kept back."""
        return self.filter(
            ~Exists(self.model.versions.rel.related_model.objects.filter(document=OuterRef("pk")))
        )

    def years(self) -> list[int]:
        """From the latest to the earliest; two look-ups at the ends of an index."""
        keys = self.filter(sort_key__range=KEYS_WITH_A_DAY).order_by("sort_key", "pk")
        ends = [*keys.reverse().values_list("sort_key")[:1], *keys.values_list("sort_key")[:1]]
        return list(range(year_of(ends[0][0]), year_of(ends[1][0]) - 1, -1)) if ends else []

    def in_year(self, year: int | str) -> Self:
        """Adopted, or bearing a date, in that year; or those without any date."""
        rows, key = self.model._base_manager.all(), along(self, "sort_key")
        if year == UNDATED:
            return self.filter(**{key: 0})
        return self.filter(in_year(int(year), **SHOWN_DAYS, rows=rows, key=key))

    def of_type(self, chosen: str) -> Self:
        return self.filter(**{along(self, "type"): chosen})

    def of_any_type(self, chosen: list[str]) -> Self:
        return self.filter(**{f"{along(self, 'type')}__in": chosen})

    def with_text_in(self, language: str) -> Self:
        return self.filter(self.has_text_in(language))

    def has_text_in(self, language: str) -> Q:
        """A text of it was seen in that language, or there is a public file."""
        seen = Q(Contains(Cast("languages_seen", TextField()), Value(f'"{language}"')))
        versions = self.model.versions.rel.related_model.objects.filter(is_published(), language=language)
        return seen | Q(Exists(versions.filter(document=OuterRef("pk"))))

    def of_event(self, slug: str) -> Self:
        """Adopted or discussed at the event, if that is public."""
        return self.of_events(Event.objects.published().filter(slug=slug))

    def adopted(self) -> Self:
        """By a meeting, be that public or not."""
        return self.filter(adopting_event__isnull=False)

    def adopted_at(self, event: Event) -> Self:
        return self.filter(adopting_event=event)

    def adopted_at_any(self, events: list[Event]) -> Self:
        return self.filter(adopting_event__in=events)

    def discussed_at(self, event: Event) -> Self:
        """Presented, discussed or issued after it, but not adopted there."""
        return self.filter(related_events=event).exclude(adopting_event=event)

    def discussed_at_any(self, events: list[Any]) -> Self:
        """Related to any of them, also those that adopted it."""
        return self.filter(related_events__in=events)

    def meetings(self) -> "models.QuerySet[Event]":
        """The public events at which any of them was adopted or discussed. Each event is asked for its own
        documents, so that in the order of a list the first of them are soon found."""
        rows = self.order_by()
        links = self.model.related_events.through.objects.filter(event=OuterRef("pk"), document__in=rows)
        adopted = Exists(rows.filter(adopting_event=OuterRef("pk")))
        return Event.objects.published().filter(adopted | Exists(links))

    def without_meeting(self) -> Self:
        """Of no public event."""
        links = self.model.related_events.through.objects.filter(document=OuterRef("pk"))
        events = Event.objects.published().order_by()
        return self.filter(
            ~Exists(events.filter(pk=OuterRef("adopting_event"))), ~Exists(links.filter(event__in=events))
        )

    def of_events(self, events: Any) -> Self:
        """Adopted or discussed at any of the events, which the caller has narrowed to public ones. Of very
        many events, at the latest."""
        latest = events.newest_first().values("pk")[:EVENTS_LOOKED_THROUGH]
        adopted = self.model._base_manager.filter(adopting_event__in=latest).order_by().values("pk")
        discussed = self.model.related_events.through.objects.filter(event__in=latest).values("document")
        return self.filter(pk__in=adopted.union(discussed))

    def _of_many_events(self, events: models.QuerySet, others: Q) -> Self:
        """Of any of the events, or the others. Each document is asked for its own events, so that in the
        order of a list the first of them are soon found."""
        links = self.model.related_events.through.objects.filter(document=OuterRef("pk"))
        # As values: of what merely exists PostgreSQL would gather all.
        found = self.alias(
            adopted_there=Subquery(events.order_by().filter(pk=OuterRef("adopting_event")).values("pk")[:1]),
            discussed_there=Subquery(links.filter(event__in=events.order_by()).values("pk")[:1]),
        )
        return found.filter(others | Q(adopted_there__isnull=False) | Q(discussed_there__isnull=False))

    def of_partner(self, partner: "Partner") -> Self:
        """What came of the events at which the partner, itself public, had a named part."""
        return self.of_events(Event.objects.published().with_partner(partner.slug))

    def about(self, theme_slug: str) -> Self:
        """Marked with the theme or a topic under it, or adopted at or discussed at an event that is. They are
        read along the theme's own documents: what is asked besides should be asked afterwards."""
        themes = Theme.objects.published()
        theme = themes.filter(slug=theme_slug).order_by().values("pk")
        return self._along_theme(Subquery(theme[:1]), themes.within(theme_slug).order_by())

    def about_now(self, theme_slug: str) -> Self:
        """As `about()`, with the themes looked up at once: so each document is asked for their keys alone."""
        themes = Theme.objects.published().within(theme_slug).order_by().values_list("slug", "pk")
        found = dict(themes)
        if theme_slug not in found:
            return self.none()
        return self._along_theme(found[theme_slug], list(found.values()))

    def about_any(self, theme_slugs: list[str]) -> Self:
        """As `about()`, for one of the themes."""
        return self._marked(Theme.objects.published().within(*theme_slugs).order_by())

    def _along_theme(self, theme: Any, marked: Any) -> Self:
        """Those of the theme, public or not, that have, or whose public event has, one of some."""
        found = self.filter(themed__theme=theme).alias(
            along_type=F("themed__type"),
            along_sort_key=F("themed__sort_key"),
            along_pk=F("themed__document"),
        )
        return found._marked(marked)

    def _marked(self, themes: Any) -> Self:
        marks = self.model.themes.through.objects.filter(document=OuterRef("pk"), theme__in=themes)
        marked = self.alias(marked=Subquery(marks.values("pk")[:1]))
        events = Event.objects.published().marked_with(themes)
        return marked._of_many_events(events, Q(marked__isnull=False))

    def making_commitments(self) -> Self:
        """From which public commitments follow."""
        rows = self.model.provisions.rel.related_model.commitments.rel.related_model.objects.published()
        return self.filter(pk__in=rows.values("provision__document"))

    def with_provisions(self) -> Self:
        """That can be read paragraph by paragraph."""
        rows = self.model.provisions.rel.related_model.objects.filter(document=OuterRef("pk"))
        return self.filter(Exists(rows))

    def for_list(self) -> Self:
        return self.defer("summary", *columns_of("summary")).prefetch_related(
            Prefetch("adopting_event", queryset=Event.objects.published()), "translation_states"
        )

    def for_reference(self) -> Self:
        """What another record's answer names of it."""
        return self.defer("summary", *columns_of("summary")).newest_first()

    def for_citation(self) -> Self:
        return self.for_reference().prefetch_related(
            Prefetch("adopting_event", queryset=Event.objects.published())
        )


class RelationQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("document__"), is_published("other__"))

    def touching(self, document: "Document") -> Self:
        """Of which it is either end, both ends loaded."""
        return (
            self.filter(Q(document=document) | Q(other=document))
            .select_related("document", "other")
            .order_by("kind", "pk")
        )


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


class ProvisionQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("document__"))

    def of_document(self, slug: str) -> Self:
        return self.filter(document__slug=slug)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def outline(self) -> Self:
        """In order, without the texts: `length_of_text_en` and so on say how long each is."""
        columns = columns_of("text")
        lengths = {f"length_of_{name}": Coalesce(Length(name), 0) for name in columns}
        return self.in_order().defer("text", *columns).annotate(**lengths)

    def for_choosing(self) -> Self:
        """With what tells them apart, those of the newest documents first."""
        heavy = [f"document__{name}" for name in ("summary", *columns_of("summary"))]
        return (
            self.select_related("document")
            .defer(*heavy)
            .order_by("-document__sort_key", "-document__pk", "position", "pk")
        )

    def search(self, text: str) -> Self:
        """For staff: every word is in the title of the document, the number, the identifier or the words."""
        found = self
        for word in text.replace("\0", "").split()[:20]:
            # Marks alone fold to nothing, which every title holds.
            matches = Q(document__search_text__contains=fold(word) or word)
            for column in ("eid", "number", *columns_of("heading"), *columns_of("text")):
                matches |= Q(**{f"{column}__icontains": word})
            found = found.filter(matches)
        return found

    def with_commitments(self) -> Self:
        """With the public ones that follow from them, each with its status."""
        from declarations.models import Commitment  # noqa: PLC0415 (models import this module)

        rows = Commitment.objects.published().with_status().newest_first()
        light = rows.defer("description", *columns_of("description"))
        return self.prefetch_related(Prefetch("commitments", queryset=light))


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
