"""Every saved state of a record is kept, with its parts: who, when, what; to compare and to restore.

`publishing.changes` opens the revision around each write and adds the records written, so nothing
depends on the way a record was saved: form, import or shell.
"""

from typing import Any

import reversion
from django.db import models

# Relations to records that go when a record is deleted, and have a history of their own.
_goes_with: dict[type[models.Model], tuple[str, ...]] = {}


def keep_revisions(
    model: type[models.Model], *, parts: tuple[str, ...] = (), goes_with: tuple[str, ...] = ()
) -> None:
    """Register the record; `parts` are the related names of the rows that are kept with it, `goes_with` those
    of records that are deleted with it and come back with it."""
    _goes_with[model] = goes_with
    for name in parts:
        part = model._meta.get_field(name).related_model
        if not reversion.is_registered(part):
            reversion.register(part)
    reversion.register(model, follow=parts)


def relations_that_go_with(model: type[models.Model]) -> list[Any]:
    return [model._meta.get_field(name) for name in _goes_with.get(model, ())]


def add(record: models.Model) -> None:
    """Keep the record as it now stands in the revision that is open."""
    if reversion.is_registered(type(record)):
        reversion.add_to_revision(record)
