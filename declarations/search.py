"""By which texts documents and commitments are found: titles, summaries, provisions, and every page of
every file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname as column

from declarations.models import Commitment, Document, DocumentVersion
from declarations.themed import documents_marked
from events.themed import moved
from publishing.languages import text_in
from search.index import plain
from search.sources import Piece, Source, register, window


def documents() -> QuerySet[Document]:
    versions = DocumentVersion.objects.select_related("file").defer("file__picture").latest_first()
    return Document.objects.prefetch_related(
        "themes__parent", Prefetch("versions", queryset=versions), "provisions"
    )


def sources_of_document(document: Document) -> Iterator[Source]:
    shown = window(document)
    if shown is None:
        return
    themes = {key for theme in document.themes.all() for key in (theme.pk, theme.parent_id) if key}
    date = document.shown_date
    common: dict[str, Any] = {
        "type": document.type,
        "year": date.earliest.year if date else None,
        "sort_key": document.sort_key,
        "theme_ids": tuple(sorted(themes)),
    }
    for code in settings.MODELTRANSLATION_LANGUAGES:
        title = getattr(document, column("title", code))
        provisions = tuple(pieces_of(document.provisions.all(), code))
        with translation.override(code):
            facts = " · ".join(filter(None, [document.get_type_display(), str(date or "")]))
        if title or provisions:
            yield Source(
                code,
                title or text_in(document, "title", code).value,
                *shown,
                summary=plain(getattr(document, column("summary", code)) or ""),
                pieces=(Piece(facts), *provisions),
                **common,
            )
    yield from sources_of_versions(document, common)


def pieces_of(provisions: Any, code: str) -> Iterator[Piece]:
    for provision in provisions:
        texts = [getattr(provision, column(name, code)) for name in ("heading", "text")]
        if any(texts):
            label = provision.number or ""
            yield Piece(". ".join(filter(None, texts)), "provision", provision.eid, label)


def sources_of_versions(document: Document, common: dict[str, Any]) -> Iterator[Source]:
    """A higher number of the same language and format replaces the others, from when it is public."""
    replaced: dict[tuple[str, str], datetime] = {}
    for version in document.versions.all():
        shown = window(document, version)
        same = (version.language, version.format)
        replaced_at = replaced.get(same)
        if shown is None:
            continue
        if version.state != version.State.WITHDRAWN:
            replaced[same] = min(filter(None, [replaced_at, shown[0]]))
        if not version.file.has_text:
            continue
        yield Source(
            version.language,
            text_in(document, "title", version.language).value,
            *shown,
            part=f"{version.language}@{version.number}.{version.format}",
            pieces=tuple(pages_of(version)),
            replaced_at=replaced_at,
            **common,
        )


def pages_of(version: DocumentVersion) -> Iterator[Piece]:
    has_pages = bool(version.file.page_count)
    for number, text in enumerate(version.file.text_pages, start=1):
        if text:
            yield Piece(text, "page", str(number), str(number)) if has_pages else Piece(text)


def address_of_place(slug: str, language: str, part: str, place_kind: str, place: str) -> str:
    """The paragraph, or the page of the text of the current file; earlier files are found on the document's
    page."""
    if place_kind == "provision":
        return f"{reverse('documents:detail', kwargs={'slug': slug})}?text={language}#{place}"
    if place_kind == "page":
        text = reverse("documents:text", kwargs={"slug": slug})
        return f"{text}?text={language}&of=file&page={place}#page-{place}"
    return ""


def commitments() -> QuerySet[Commitment]:
    return Commitment.objects.select_related("provision__document", "theme")


def sources_of_commitment(commitment: Commitment) -> Iterator[Source]:
    shown = window(commitment, commitment.document)
    if shown is None:
        return
    theme = commitment.theme
    themes = tuple(key for key in (theme.pk, theme.parent_id) if key) if theme else ()
    for code in settings.MODELTRANSLATION_LANGUAGES:
        title = getattr(commitment, column("title", code))
        if title:
            yield Source(
                code,
                title,
                *shown,
                summary=plain(getattr(commitment, column("description", code)) or ""),
                sort_key=commitment.sort_key,
                theme_ids=themes,
            )


def _commitments_marked(themes: list[int]) -> list[int]:
    return list(Commitment.objects.filter(theme__in=themes).order_by().values_list("pk", flat=True))


def register_all() -> None:
    register(
        Document,
        sources_of_document,
        documents,
        address_of_place,
        also_changed=lambda written: documents_marked(moved(written)),
    )
    register(
        Commitment,
        sources_of_commitment,
        commitments,
        owner="provision__document",
        also_changed=lambda written: _commitments_marked(moved(written)),
    )
