"""Pages of the API's lists: by key, in one of the orders that a list has."""

import re
from collections import namedtuple
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from publishing.paging import AFTER, BEFORE, CURSORS, PAGE_SIZE, SEPARATOR, Cut, Order, Page
from publishing.problems import BadQueryError
from publishing.selection import asks_for_more, serializer_of
from publishing.together import Shaped, Together

ORDERING = "ordering"
ROWS_ON_A_PAGE = 50
MOST_ROWS_ON_A_PAGE = 500
# Of records with what only is told on demand: there may be hundreds of parts to each.
MOST_ROWS_WITH_MORE = 50


def size_asked(query: Any) -> int:
    if PAGE_SIZE not in query:
        return ROWS_ON_A_PAGE
    text = query[PAGE_SIZE]
    if not (re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= MOST_ROWS_ON_A_PAGE):
        raise BadQueryError(
            {PAGE_SIZE: f"“{PAGE_SIZE}” must be a whole number from 1 to {MOST_ROWS_ON_A_PAGE}."}
        )
    return int(text)


class KeyPagination(BasePagination):
    """Pages by key: {"next", "previous", "results"}, with absolute addresses."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        query = request.query_params
        name, order = order_asked_for(query, view)
        # A place in the usual order is told as it always was; any other place says in which order it is one.
        mark = "" if name == next(iter(view.orders)) else f"{name}{SEPARATOR}"
        cursors = {cursor: self.place(query.get(cursor, ""), mark, cursor) for cursor in CURSORS}
        try:
            cut = Cut.read(order, self.size(query, view), **cursors)
            is_plain = cut.is_first and view.is_whole()
            page = first_page(view, name, cut) if is_plain else page_of(queryset, cut)
        except ValidationError as error:
            name = AFTER if query.get(AFTER) else BEFORE
            raise BadQueryError({name: f"“{name}”: {error.messages[0]}"}) from error
        page.next_cursor = page.next_cursor and mark + page.next_cursor
        page.previous_cursor = page.previous_cursor and mark + page.previous_cursor
        self.page = page.link(settings.SITE_URL + request.path, query)
        return page.rows

    def place(self, text: str, mark: str, parameter: str) -> str:
        if text and not text.startswith(mark):
            told = f"“{text}” is not a place in this order. Start from its first page."
            raise BadQueryError({parameter: f"“{parameter}”: {told}"})
        return text.removeprefix(mark)

    def size(self, query: Any, view: Any) -> int:
        size = size_asked(query)
        more = asks_for_more(serializer_of(type(view)), view.names())
        if more and PAGE_SIZE in query and size > MOST_ROWS_WITH_MORE:
            told = f"“{PAGE_SIZE}” must be at most {MOST_ROWS_WITH_MORE} with {', '.join(more)}."
            raise BadQueryError({PAGE_SIZE: told})
        return size

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.page.next_url, "previous": self.page.previous_url, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "description": "The page after this one; null on the last."},
                "previous": {**address, "description": "The page before this one; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        cursor = "A place in the list, as the `next` and `previous` addresses give it."
        # As many parts as the usual order has columns.
        place = SEPARATOR.join(["1"] * len(next(iter(view.orders.values())).columns))
        rows = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS_ON_A_PAGE, "default": ROWS_ON_A_PAGE}
        size = f"How many records a page holds; at most {MOST_ROWS_WITH_MORE} with what is told on demand."
        return [
            ordering_parameter(view),
            *(
                {
                    "name": name,
                    "in": "query",
                    "required": False,
                    "description": description,
                    "schema": schema,
                    "example": example,
                }
                for name, description, schema, example in (
                    (AFTER, f"Only what comes after that place. {cursor}", {"type": "string"}, place),
                    (BEFORE, f"Only what comes before that place. {cursor}", {"type": "string"}, place),
                    (PAGE_SIZE, size, rows, 100),
                )
            ),
        ]


def page_of(rows: Any, cut: Cut) -> Page:
    return cut.page(list(cut.applied(rows.order_by().values("pk", *cut.order.columns))))


def first_page(view: Any, order: str, cut: Cut) -> Page:
    """Of a list that nothing narrows: what most ask for. Its statement is written once."""
    view_class: Any = type(view)
    found = beginning_of(view_class, order, cut.size).ask()
    return cut.page([row._asdict() for row in found["rows"]])


@lru_cache(500)
def beginning_of(view: Any, order: str, size: int) -> Together:
    cut = Cut(view.orders[order], size)
    shape = namedtuple("Place", dict.fromkeys(("pk", *cut.order.columns)))  # type: ignore[misc]
    return Together(lambda: {"rows": Shaped(cut.applied(published_rows(view).order_by()), shape)})


@cache
def published_rows(view: Any) -> Any:
    """Of a view, by the database's clock."""
    return view.queryset.published()


def order_asked_for(query: Any, view: Any) -> tuple[str, Order]:
    """With its name."""
    name = query.get(ORDERING, next(iter(view.orders)))
    if name not in view.orders:
        told = f"there is no order called “{name}”. Known here: {', '.join(view.orders)}."
        raise BadQueryError({ORDERING: f"“{ORDERING}”: {told}"})
    return name, view.orders[name]


def ordering_parameter(view: Any) -> dict[str, Any]:
    orders = {"type": "string", "enum": list(view.orders), "default": next(iter(view.orders))}
    return {
        "name": ORDERING,
        "in": "query",
        "required": False,
        "description": "The order of the list; with a hyphen before it, the other way round.",
        "schema": orders,
        "example": list(view.orders)[1],
    }
