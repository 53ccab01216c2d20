from typing import Any

from publishing import changes
from publishing.models.records import Publishable, Record, Span


class Owned(Publishable):
    """A record that stands on the page of another, such as a picture of an event or a file of a document.

    Public when both are. What visitors see of it changes its owner, too.
    """

    # Names the field of the owner.
    owned_by: str

    class Meta(Publishable.Meta):
        abstract = True

    @property
    def owner(self) -> Record:
        owner: Record = getattr(self, self.owned_by)
        return owner

    def save(self, **kwargs: Any) -> None:
        with changes.together() as batch:
            was_public = not self._state.adding and self._stored_is_public()
            super().save(**kwargs)
            batch.note_parts_of(self.owner, seen=was_public or self.is_public)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with changes.together() as batch:
            batch.note_parts_of(self.owner, seen=self.is_public)
            return super().delete(*args, **kwargs)

    def _stored_is_public(self) -> bool:
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        return stored is not None and stored.is_public

    def spans(self) -> list[Span]:
        return [*super().spans(), *self.owner.spans()]

    @property
    def is_public(self) -> bool:
        """The rule of the kind's `published()` for this one row."""
        return super().is_public and self.owner.is_public
