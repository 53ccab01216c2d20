"""New rows in the likeness of shipped ones: written as they are, past everything that `save()` does."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max
from django.db.models.query import QuerySet
from django.utils import timezone

AT_ONCE = 500
LANGUAGES = settings.MODELTRANSLATION_LANGUAGES


class Made:
    """Rows that wait to be written, each with its key, which others may refer to already."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = timezone.now()
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        self.next_key: dict[type[models.Model], int] = {}

    def key(self, model: type[models.Model]) -> int:
        if model not in self.next_key:
            self.next_key[model] = (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.next_key[model] += 1
        return self.next_key[model] - 1

    def add(self, model: type[models.Model], **values: Any) -> Any:
        row = model(**{"pk": self.key(model), **values})
        self.rows.setdefault(model, []).append(row)
        return row

    def like(self, template: Any, **values: Any) -> Any:
        """A copy of the shipped row, with some columns of its own. Nothing else refers to it yet."""
        own = {
            field.attname: getattr(template, field.attname)
            for field in template._meta.concrete_fields
            if not field.generated and not field.primary_key
        }
        return self.add(type(template), **{**own, **values})

    def states_of(self, template: Any, made: Any, languages: set[str]) -> None:
        """How far its translations can be relied on is as with the template."""
        kind = ContentType.objects.get_for_model(template)
        for state in template.translation_states.all():
            if state.language in languages:
                self.like(state, content_type=kind, object_id=made.pk)

    def write(self) -> None:
        """In the order in which the kinds were first asked for."""
        for model, rows in self.rows.items():
            with own_moments(model):
                QuerySet(model).bulk_create(rows, batch_size=AT_ONCE)
        self.rows.clear()


@contextmanager
def own_moments(model: type[models.Model]) -> Iterator[None]:
    """Inside, rows keep the moments they were given."""
    found = [field for field in model._meta.fields if isinstance(field, models.DateField)]
    before = [(field, field.auto_now, field.auto_now_add) for field in found]
    for field in found:
        field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, auto_now, auto_now_add in before:
            field.auto_now, field.auto_now_add = auto_now, auto_now_add


def publication(made: Made) -> dict[str, Any]:
    """Nearly all are public; a few are drafts, scheduled or withdrawn."""
    published = made.now - timedelta(days=1, seconds=made.chance.randrange(10 * 365 * 24 * 3600))
    values: dict[str, Any] = {
        "published_at": published,
        "withdrawn_at": None,
        "created_at": published - timedelta(days=2),
        "updated_at": published + timedelta(seconds=made.chance.randrange(24 * 3600)),
    }
    lot = made.chance.random()
    if lot < 0.005:
        values["published_at"] = None
    elif lot < 0.008:
        values["published_at"] = made.now + timedelta(days=30 + made.chance.randrange(300))
    elif lot < 0.010:
        reason = "Entered twice."
        values |= {"withdrawn_at": published + timedelta(hours=1), "withdrawal_reason": reason}
        values["withdrawal_reason_en"] = reason
    return values


def languages_of(made: Made) -> set[str]:
    """English always, French mostly, Arabic more often than not."""
    chance = made.chance.random()
    return {"en"} | ({"fr"} if chance < 0.8 else set()) | ({"ar"} if chance < 0.6 else set())


def in_languages(template: Any, name: str, languages: set[str], more: str) -> dict[str, str | None]:
    """The template's text in these languages, and the same words of ours behind it in each."""
    found: dict[str, str | None] = {}
    for code in LANGUAGES:
        text = getattr(template, f"{name}_{code}") if code in languages else None
        found[f"{name}_{code}"] = f"{text}{more}" if text else None
    return found


def any_day(made: Made) -> date:
    """Since the Process was founded, the later the more; one in a hundred is yet to come."""
    today = made.now.date()
    if made.chance.random() < 0.01:
        return today + timedelta(days=made.chance.randrange(1, 400))
    founded = date(2014, 11, 28)
    return founded + timedelta(days=int((today - founded).days * made.chance.random() ** 0.7))
