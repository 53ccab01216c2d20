"""Documents of the events that were made, with files, paragraphs, commitments and what followed from them."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from declarations.models import (
    Commitment,
    Document,
    DocumentVersion,
    ProgressEntry,
    Provision,
    Relation,
    StoredFile,
)
from events.models import Event
from publishing.dates import PartialDate, Precision, sort_key
from scripts.bench.seed.events import searched
from scripts.bench.seed.made import Made, in_languages, languages_of, publication
from scripts.bench.seed.words import any_word, sentence

WITH_PROVISIONS = 0.05
WITH_A_FILE = 0.6


def make_documents(made: Made, number: int, events: list[Event]) -> list[Document]:
    templates = list(
        Document.objects.prefetch_related("translation_states", "themes", "provisions").order_by("pk")
    )
    documents: list[Document] = []
    for n in range(number):
        template = made.chance.choice(templates)
        document = make_document(made, template, n, made.chance.choice(events))
        documents.append(document)
        if made.chance.random() < WITH_A_FILE:
            add_file(made, document)
        if made.chance.random() < WITH_PROVISIONS:
            add_provisions(
                made, document, made.chance.choice([row for row in templates if row.provisions.all()])
            )
        if n % 20 == 19:
            made.add(Relation, document_id=document.pk, kind="supersedes", other_id=documents[n - 10].pk)
    return documents


def make_document(made: Made, template: Document, n: int, event: Event) -> Document:
    languages = languages_of(made)
    titles = in_languages(template, "title", languages, f": {any_word(made.chance)} {any_word(made.chance)}")
    summaries = in_languages(template, "summary", languages, f"<p>{sentence(made.chance, 12)}</p>")
    # Most are of the day on which the meeting ended; of the day alone that much is known.
    day = event.date_latest if event.date_precision == Precision.DAY else None
    shown = PartialDate(day, day, Precision.DAY) if day else None
    is_adopted = template.adopting_event_id is not None
    document = made.like(
        template,
        slug=f"{template.slug[:90]}-made-{n}",
        adopting_event_id=event.pk if is_adopted else None,
        **dates_of("adopted", shown if is_adopted else None),
        **dates_of("date", None if is_adopted else shown),
        sort_key=sort_key(shown),
        search_text=searched(titles),
        **titles,
        **summaries,
        **publication(made),
    )
    made.states_of(template, document, languages)
    if not is_adopted:
        made.add(Document.related_events.through, document_id=document.pk, event_id=event.pk)
    for theme in template.themes.all():
        made.add(Document.themes.through, document_id=document.pk, theme_id=theme.pk)
    return document


def dates_of(name: str, when: PartialDate | None) -> dict[str, Any]:
    return {f"{name}_{part}": when and getattr(when, part) for part in ("earliest", "latest", "precision")}


def add_file(made: Made, document: Document) -> None:
    """Its words and what is told of it; of bytes there are none."""
    pages = [" ".join(sentence(made.chance, 15) for _ in range(3)) for _ in range(2)]
    file = made.add(
        StoredFile,
        sha256=sha256(document.slug.encode()).hexdigest(),
        format=StoredFile.Format.PDF,
        size=40_000 + made.chance.randrange(2_000_000),
        page_count=len(pages),
        text_pages=pages,
        has_text=True,
        is_kept=True,
        uploaded_at=made.now,
    )
    language = made.chance.choice(["en", "en", "fr"])
    made.add(
        DocumentVersion,
        slug=f"{document.slug}-{language}-1",
        document_id=document.pk,
        language=language,
        authority=DocumentVersion.Authority.AUTHENTIC,
        format=file.format,
        number=1,
        file_id=file.pk,
        original_name="made.pdf",
        **publication(made),
    )


def add_provisions(made: Made, document: Document, template: Document) -> None:
    """To half of them somebody committed themselves, and of half of those something followed."""
    themes = [theme.pk for theme in template.themes.all()] or [None]
    for provision in template.provisions.all():
        row = made.like(provision, document_id=document.pk)
        if made.chance.random() < 0.5:
            add_commitment(made, document, row, made.chance.choice(themes))


def add_commitment(made: Made, document: Document, provision: Provision, theme: int | None) -> None:
    title = f"Work on {any_word(made.chance)} and {any_word(made.chance)}"
    commitment = made.add(
        Commitment,
        slug=f"{document.slug[:90]}-{provision.eid[:10]}-{provision.pk}",
        provision_id=provision.pk,
        title_en=title,
        search_text=title.lower(),
        theme_id=theme,
        sort_key=document.sort_key,
        **publication(made),
    )
    if made.chance.random() < 0.5:
        day = (document.adopted_earliest or document.date_earliest or date(2020, 1, 1)) + timedelta(days=100)
        when = PartialDate(day, day, Precision.DAY)
        made.add(
            ProgressEntry,
            slug=f"{commitment.slug}-{day}",
            commitment_id=commitment.pk,
            **dates_of("date", when),
            text_en=f"<p>{sentence(made.chance, 10)}</p>",
            status=made.chance.choice(["in_progress", "in_progress", "achieved", ""]),
            event_id=document.adopting_event_id,
            sort_key=sort_key(when),
            **publication(made),
        )
