"""`modified_since`: of a list only what has changed, in the order in which it became known."""

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.http import urlencode
from rest_framework.response import Response

from publishing.api_paging import MOST_ROWS_WITH_MORE, ORDERING, KeyPagination
from publishing.paging import CURSORS
from publishing.positions import MODIFIED_SINCE, Feed
from publishing.problems import BadQueryError

OF_PARTS = (
    " Of each record that has changed, all rows are given, in the place of all that you have of it: one that "
    "was taken out is not told. `page_size` then counts these records, not rows, and more than "
    f"{MOST_ROWS_WITH_MORE} are never looked at for one page."
)
# So many changes are looked through for one page, whosever they are.
LOOKED_THROUGH = 2000


class InStepPagination(KeyPagination):
    """By key, as all lists; with `modified_since` by the feed of changes, and then with a `cursor`."""

    cursor = ""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        query = request.query_params
        if MODIFIED_SINCE not in query:
            return super().paginate_queryset(queryset, request, view)
        _refuse_other_orders(query)
        size, kind = _records_at_once(self.size(query, view), view), view.changed_with_kind()
        feed = Feed(query[MODIFIED_SINCE], MODIFIED_SINCE)
        place, (told, more) = feed.place, feed.following(LOOKED_THROUGH)
        # Slug → nothing: each once, at its latest change.
        slugs: dict[str, None] = {}
        for row, behind in told:
            if row.kind == kind:
                if len(slugs) == size and row.slug not in slugs:
                    more = True
                    break
                slugs.pop(row.slug, None)
                slugs[row.slug] = None
            place = behind
        self.cursor = str(place)
        self.next_url = _address(request, self.cursor) if more else None
        path = view.changed_with
        rows = queryset.order_by().filter(**{f"{path}__in": list(slugs)}).values("pk", path)
        order = {slug: number for number, slug in enumerate(slugs)}
        return sorted(rows, key=lambda row: (order[row[path]], row["pk"]))

    def get_paginated_response(self, data: Any) -> Response:
        if not self.cursor:
            return super().get_paginated_response(data)
        return Response({"next": self.next_url, "previous": None, "results": data, "cursor": self.cursor})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        found = super().get_paginated_response_schema(schema)
        found["properties"]["cursor"] = {
            "type": "string",
            "description": "Only with `modified_since`: give it there the next time.",
        }
        return found

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            *super().get_schema_operation_parameters(view),
            {
                "name": MODIFIED_SINCE,
                "in": "query",
                "required": False,
                "description": (
                    "Only what has changed since, each in the order of its latest change, with a `cursor` "
                    "for the next time: a cursor as this list, `/changes/` or a snapshot gives it, `latest`, "
                    "or a day or moment of ISO 8601 (a minute before it is told again). A page may hold "
                    "fewer records than asked for, or none, and have a `next`. What is gone is told by "
                    "`/changes/`." + (OF_PARTS if _is_of_parts(view) else "")
                ),
                "schema": {"type": "string", "maxLength": 80},
                "example": "2026-01-31",
            },
        ]


def _is_of_parts(view: Any) -> bool:
    """Whose rows change with the record that they belong to."""
    return bool(view.changed_with != "slug")


def _records_at_once(size: int, view: Any) -> int:
    """All rows of a record are told together, and there may be hundreds."""
    return min(size, MOST_ROWS_WITH_MORE) if _is_of_parts(view) else size


def _refuse_other_orders(query: QueryDict) -> None:
    told = f"cannot be given with “{MODIFIED_SINCE}”, which has an order of its own: follow `next`."
    errors = {name: f"“{name}” {told}" for name in (ORDERING, *CURSORS) if name in query}
    if errors:
        raise BadQueryError(errors)


def _address(request: Any, cursor: str) -> str:
    kept = [
        (name, value)
        for name, values in request.query_params.lists()
        if name != MODIFIED_SINCE
        for value in values
    ]
    return f"{settings.SITE_URL}{request.path}?{urlencode([*kept, (MODIFIED_SINCE, cursor)])}"
