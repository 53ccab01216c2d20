"""What a record still lacks, as a short list of points, each leading to the field where it is mended.

Each app states its checks in `readiness.py`: small functions that answer yes, no, or None where the question
does not arise. What they must know besides the record's own columns are `facts`: expressions that are asked
of all records at once, in one query, so that a list of records costs no more than a single one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.forms import partial_dates
from publishing.languages import columns_of, name_of_language, translated_fields
from publishing.models import Record, TranslationState

Facts = Mapping[str, Any]
Answer = bool | None
Question = Callable[[Any, Facts], Answer]
# Where something is mended: the name of a field of the form, or a function that gives an address.
Target = str | Callable[[Any, Facts], str]


class Severity(models.TextChoices):
    NEEDED = "needed", gettext_lazy("needed")
    GOOD = "good", gettext_lazy("good to have")


@dataclass(frozen=True)
class Check:
    """One thing to look for. `why` says what visitors miss without it."""

    name: str
    label: Any
    why: Any
    severity: Severity
    target: Target
    question: Question


@dataclass(frozen=True)
class Point:
    """What one check found of one record."""

    name: str
    label: str
    why: str
    severity: Severity
    is_met: bool
    # On the record's form; empty where it is mended on another page.
    anchor: str
    address: str

    @property
    def is_needed(self) -> bool:
        return self.severity == Severity.NEEDED


@dataclass
class Readiness:
    """The checks of one kind of record. `facts` are made when they are asked: they may look at the clock."""

    model: type[Record]
    facts: Callable[[], dict[str, Any]] = dict
    checks: list[Check] = field(default_factory=list)

    def check(
        self, label: Any, *, why: Any, target: Target, severity: Severity = Severity.NEEDED
    ) -> Callable[[Question], Question]:
        def add(question: Question) -> Question:
            self.checks.append(Check(question.__name__, label, why, severity, target, question))
            return question

        return add

    def points_for(self, records: Iterable[Any]) -> dict[int, list[Point]]:
        """Key of the record → what was looked for, in two queries for any number of records."""
        rows = list(records)
        if not rows:
            return {}
        prefetch_related_objects(rows, "translation_states")
        known = self._facts_of([row.pk for row in rows])
        return {row.pk: self._points(row, known.get(row.pk, {})) for row in rows}

    def lacking(self, record: Any) -> list[Point]:
        """What one record lacks, what is needed first."""
        return lacking(self.points_for([record])[record.pk])

    def _facts_of(self, keys: list[int]) -> dict[int, Facts]:
        facts = self.facts()
        if not facts:
            return {}
        rows = self.model._base_manager.filter(pk__in=keys).order_by().values("pk", **facts)
        return {row["pk"]: row for row in rows}

    def _points(self, record: Any, facts: Facts) -> list[Point]:
        points = []
        for check in self.checks:
            answer = check.question(record, facts)
            if answer is None:
                continue
            anchor, address = _place(check.target, record, facts)
            points.append(
                Point(check.name, str(check.label), str(check.why), check.severity, answer, anchor, address)
            )
        return points

    # What every kind of record is asked

    def ask_for_texts(self, *names: str, severity: Severity = Severity.NEEDED) -> None:
        """Each of these texts in each language, where there is one in any."""
        for name in names:
            for code in settings.MODELTRANSLATION_LANGUAGES:
                self.checks.append(
                    Check(
                        f"{name}_{code}",
                        _label_of_text(self.model, name, code),
                        gettext_lazy("Readers of this language see the text in another one."),
                        severity,
                        f"{name}_{code}",
                        _has_text(name, code),
                    )
                )

    def ask_for_translations(self) -> None:
        """Of what is translated: is it as new as its original, and has anybody confirmed it?"""
        for code in settings.MODELTRANSLATION_LANGUAGES[1:]:
            self.checks += [
                Check(
                    f"up_to_date_{code}",
                    _in_language(gettext_lazy("%(language)s: as new as the original"), code),
                    gettext_lazy(
                        "The original was changed after the translation: readers learn different things."
                    ),
                    Severity.NEEDED,
                    _translation_of(code),
                    _has_none_out_of_date(code),
                ),
                Check(
                    f"confirmed_{code}",
                    _in_language(gettext_lazy("%(language)s: read against the original"), code),
                    gettext_lazy("Until somebody confirms it, the page says that it is unofficial."),
                    Severity.GOOD,
                    _translation_of(code),
                    _has_none_unofficial(code),
                ),
            ]

    def ask_for_sources(self, severity: Severity = Severity.GOOD) -> None:
        @self.check(
            gettext_lazy("A source"),
            why=gettext_lazy("Readers can trace each fact to where it was found."),
            target="sources",
            severity=severity,
        )
        def sources(record: Any, facts: Facts) -> Answer:
            return bool(record.sources)


def lacking(points: Iterable[Point]) -> list[Point]:
    """What is not met, what is needed first."""
    return sorted((point for point in points if not point.is_met), key=lambda point: not point.is_needed)


# Facts that many apps ask for


def is_any(rows: models.QuerySet, column: str) -> Exists:
    """There is one of these rows whose column names the record."""
    return Exists(rows.filter(**{column: OuterRef("pk")}))


def is_part_untranslated(model: type[models.Model], column: str) -> Exists:
    """There is a part of the record with a text that is missing in one of the languages."""
    lacks = reduce(or_, (_is_untranslated(name) for name in translated_fields(model)))
    return Exists(model._base_manager.filter(lacks, **{column: OuterRef("pk")}))


def _is_untranslated(name: str) -> Q:
    empty = [Q(**{column: None}) | Q(**{column: ""}) for column in columns_of(name)]
    return reduce(or_, empty) & ~reduce(and_, empty)


# Where it is mended


def _place(target: Target, record: Any, facts: Facts) -> tuple[str, str]:
    if callable(target):
        return "", target(record, facts)
    anchor = anchor_of(type(record), target)
    return anchor, f"{page_of(record)}#{anchor}"


def page_of(record: Any, name: str = "change", *more: str) -> str:
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[record.pk, *more])


def anchor_of(model: type[models.Model], name: str) -> str:
    """The element of the form: a box, the first of two, or the table of a record's parts."""
    if name in partial_dates(model):
        return f"id_{name}_0"
    relation = next((one for one in model._meta.get_fields() if one.name == name), None)
    if isinstance(relation, GenericRelation):
        options = relation.related_model._meta
        prefix = f"{options.app_label}-{options.model_name}"
        return f"{prefix}-{relation.content_type_field_name}-{relation.object_id_field_name}-group"
    if relation is not None and relation.auto_created and not relation.concrete:
        return f"{name}-group"
    return f"id_{name}"


def _translation_of(code: str) -> Callable[[Any, Facts], str]:
    def address(record: Any, facts: Facts) -> str:
        return page_of(record, "translate", code)

    return address


# Questions


def has_any(record: Any, name: str) -> bool:
    """The text is there in some language."""
    return any(getattr(record, column) for column in columns_of(name))


def _has_text(name: str, code: str) -> Question:
    def question(record: Any, facts: Facts) -> Answer:
        texts = [getattr(record, column) for column in columns_of(name)]
        return bool(getattr(record, f"{name}_{code}")) if any(texts) else None

    return question


def _states(record: Any, code: str) -> list[TranslationState]:
    return [state for state in record.translation_states.all() if state.language == code]


def _has_none_out_of_date(code: str) -> Question:
    def question(record: Any, facts: Facts) -> Answer:
        states = _states(record, code)
        return not any(state.is_out_of_date for state in states) if states else None

    return question


def _has_none_unofficial(code: str) -> Question:
    unofficial = TranslationState.Status.UNOFFICIAL

    def question(record: Any, facts: Facts) -> Answer:
        states = _states(record, code)
        return not any(state.status == unofficial for state in states) if states else None

    return question


# Labels that wait for the reader's language


def _text_and_language(model: type[models.Model], name: str, code: str) -> str:
    column: Any = model._meta.get_field(name)
    text = capfirst(str(column.verbose_name))
    return _("%(text)s (%(language)s)") % {"text": text, "language": name_of_language(code)}


def _with_language(sentence: Any, code: str) -> str:
    return str(sentence) % {"language": capfirst(name_of_language(code))}


_label_of_text = lazy(_text_and_language, str)
_in_language = lazy(_with_language, str)
