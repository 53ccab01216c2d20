"""Change lists whose work is bounded, however many rows there are."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Q

ROWS_ON_A_PAGE = 50
# Beyond this, search and filters lead further than paging: nobody counts on, and no page lies deeper.
COUNTED_ROWS = 2500


class BoundedPaginator(Paginator):
    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNTED_ROWS].count()

    @property
    def is_cut(self):
        return self.count == COUNTED_ROWS


def words_found(queryset, text, *, search_fields):
    """Each word in the folded titles of any language, or the whole in a column named by `search_fields`."""
    by_title = queryset.search(text) if hasattr(queryset, "search") else queryset.none()
    by_column = Q()
    for name in search_fields:
        by_column |= Q(**{f"{name}__icontains": text.strip()})
    if not by_column:
        return by_title
    if not hasattr(queryset, "search"):
        return queryset.filter(by_column)
    return queryset.filter(Q(pk__in=by_title.order_by().values("pk")) | by_column)
