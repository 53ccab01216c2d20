"""Whole lists of the API as CSV."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiResponse
from rest_framework.renderers import BaseRenderer

from publishing.api_paging import MOST_ROWS_WITH_MORE, order_asked_for
from publishing.described import described
from publishing.paging import Order
from publishing.patience import narrows
from publishing.selection import asks_for_more, serializer_of
from publishing.shapes import Shape
from publishing.standing import MADE_FROM, standing
from publishing.tables import columns_of_shape, lines

CSV = "text/csv"
# A process keeps the memory of the most it ever held. Of 500 rows that was 22 MB, for little more speed.
ROWS_AT_ONCE = 100


class CSVRenderer(BaseRenderer):
    """For the choice of what to answer with; tables are streamed, not rendered."""

    media_type, format, charset = CSV, "csv", "utf-8"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b""


class TableMixin:
    """A list at its address with `.csv` at the end: the same question, all of its rows."""

    serializer_class: ClassVar[Any]
    renderer_classes: ClassVar[list[Any]]

    def get_renderers(self) -> list[Any]:
        is_table = getattr(self, "action", "") == "table"
        return [CSVRenderer()] if is_table else super().get_renderers()  # type: ignore[misc]

    @described(responses={(200, CSV): OpenApiResponse({"type": "string"}, "All rows, as CSV.")})
    def table(self: Any, request: Any, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        _name, order = order_asked_for(request.query_params, self)
        shape, serializer = self.shape(), serializer_of(type(self))
        columns = columns_of_shape(serializer, self.names())
        size = MOST_ROWS_WITH_MORE if asks_for_more(serializer, self.names()) else ROWS_AT_ONCE
        rows = self.filter_queryset(self.get_queryset()).order_by().values("pk", *order.columns)
        name = request.path.rpartition("/")[2]
        pieces: Iterable[list[Any]] = walked(rows, order, shape, size, self.patience)
        if narrows(request):
            # The first at once: if it takes too long, that can still be said.
            request.META[MADE_FROM] = standing().state
            pieces = chain([next(iter(pieces))], pieces)
        cells = ([column.cell(record) for column in columns] for piece in pieces for record in piece)
        return StreamingHttpResponse(
            lines(chain([[column.name for column in columns]], cells)),
            content_type=f"{CSV}; charset=utf-8; header=present",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def walked(
    rows: Any, order: Order, shape: Shape, size: int, patience: Callable[[], AbstractContextManager[None]]
) -> Iterator[list[Any]]:
    """All records, so many at once, by key: none is held longer than until the next are read."""
    place, read = None, order.along(rows)
    while True:
        # Not around what the client takes its time for.
        with patience():
            found = list(read.applied(rows.filter(read.beyond(place)) if place else rows)[:size])
            records = shape.read([row["pk"] for row in found])
        yield records
        if len(found) < size:
            return
        place = order.place_of(found[-1])
