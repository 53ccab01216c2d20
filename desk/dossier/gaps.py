"""What is missing: texts of documents, and translations."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Sum

from declarations.models import Document
from declarations.readiness import DOCUMENTS
from desk.dossier.cut import Cut
from desk.models import ListedTranslation, TranslationProgress
from publishing.kinds import record_models
from publishing.languages import name_of_language
from publishing.querysets import is_withdrawn
from publishing.readiness import Point, lacking

# Of the newest documents, those that lack a file or an authentic text.
LOOKED_THROUGH, DOCUMENTS_SHOWN, TRANSLATIONS_SHOWN = 200, 60, 40
LOOKED_FOR = ("file", "authentic_text", "file_en", "file_fr", "file_ar", "words")


@dataclass
class Lacking:
    """Documents that lack the same."""

    points: list[Point]
    documents: list[Document]


@dataclass(frozen=True)
class Untranslated:
    """How the texts of the record stand in one language, and the records that lack some."""

    language: str
    name: str
    sums: dict[str, int]
    records: Cut


def documents_lacking(*, is_internal: bool) -> Cut:
    """By what they lack, the newest first."""
    every = Document.objects.exclude(is_withdrawn()) if is_internal else Document.objects.published()
    documents = list(every.newest_first()[:LOOKED_THROUGH])
    points = DOCUMENTS.points_for(documents)
    groups: dict[tuple[str, ...], Lacking] = {}
    count = 0
    for document in documents:
        missing = [point for point in lacking(points[document.pk]) if point.name in LOOKED_FOR]
        if missing and count < DOCUMENTS_SHOWN:
            group = groups.setdefault(tuple(point.name for point in missing), Lacking(missing, []))
            group.documents.append(document)
        count += bool(missing)
    return Cut(list(groups.values()), DOCUMENTS_SHOWN, count > DOCUMENTS_SHOWN)


def untranslated(*, is_internal: bool) -> list[Untranslated]:
    """Language by language."""
    return [_in(code, is_internal=is_internal) for code in settings.MODELTRANSLATION_LANGUAGES[1:]]


def _in(language: str, *, is_internal: bool) -> Untranslated:
    names = ("texts", "missing", "out_of_date", "unofficial")
    sums = TranslationProgress.objects.filter(language=language).aggregate(**{n: Sum(n) for n in names})
    rows = ListedTranslation.objects.filter(language=language, missing__gt=0)
    rows = rows.order_by("-priority", "-day", "-pk").select_related("content_type")
    if not is_internal:
        rows = rows.filter(priority=ListedTranslation.Priority.PUBLIC)
    found = list(rows.defer("entries", "search_text")[: TRANSLATIONS_SHOWN + 1])
    records = _records(found, is_internal=is_internal)
    shown = [
        {"record": records[key], "missing": row.missing}
        for row in found[:TRANSLATIONS_SHOWN]
        if (key := (row.content_type_id, row.object_id)) in records
    ]
    is_cut = len(found) > TRANSLATIONS_SHOWN
    counts = {name: sums[name] or 0 for name in names}
    return Untranslated(language, name_of_language(language), counts, Cut(shown, TRANSLATIONS_SHOWN, is_cut))


def _records(rows: list[ListedTranslation], *, is_internal: bool) -> dict[tuple[int, int], Any]:
    """The public ones; a listed row knows nothing of the clock."""
    models = record_models()
    wanted: dict[tuple[int, str], list[int]] = {}
    for row in rows:
        wanted.setdefault((row.content_type_id, row.content_type.model), []).append(row.object_id)
    found: dict[tuple[int, int], Any] = {}
    for (kind, name), keys in wanted.items():
        records: Any = models[name].objects.for_naming().filter(pk__in=keys)
        if not is_internal:
            records = records.published()
        found.update({(kind, record.pk): record for record in records})
    return found
