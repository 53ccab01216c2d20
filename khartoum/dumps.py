"""Which lists of the API a snapshot holds, and how they are read."""

from typing import Any

from delivery.making import Collection
from khartoum.api import COLLECTIONS as LISTS
from publishing.shapes import shape_of
from publishing.tables import columns_of_shape

ANSWERS = {"as_of"}


def collections() -> dict[str, Collection]:
    return {name: _collection(view) for name, view in LISTS.items()}


def _collection(view: Any) -> Collection:
    """With all keys there are, also those that a list has only on demand; but what is the answer to a
    question, such as how a partner stood on a day, needs the question."""
    serializer = view.serializer_class()
    names = tuple(name for name in serializer.fields if name not in ANSWERS)
    return Collection(
        view.queryset.published(), shape_of(view, names).read, columns_of_shape(serializer, names)
    )
