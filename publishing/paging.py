"""Long lists cut into pages by key: page and API alike, and any depth costs the same.

A cursor names the last row seen, not a number of rows, so nothing is skipped or shown twice when
rows come and go meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing.written import exactly

AFTER, BEFORE = "after", "before"
CURSORS = (AFTER, BEFORE)
# Of the API alone.
PAGE_SIZE = "page_size"
SEPARATOR = "~"
ROWS_ON_A_PAGE = 25
COUNTED_EXACTLY = 1000


def along(rows: QuerySet, column: str) -> str:
    """The name by which these rows are ordered and bounded by a column: a queryset that is read along another
    table, which holds the column too and has the better index, has an alias for that."""
    name = f"along_{column}"
    return name if name in rows.query.annotations else column


def is_along(rows: QuerySet) -> bool:
    """Read along another table already."""
    return any(name.startswith("along_") for name in rows.query.annotations)


@dataclass(frozen=True)
class Order:
    """The columns a list is ordered by, the last of them unique, all in one direction."""

    columns: tuple[str, ...]
    descending: bool
    parse: tuple[Callable[[str], Any], ...]

    def applied(self, rows: QuerySet, *, reverse: bool = False) -> QuerySet:
        sign = "-" if self.descending != reverse else ""
        return rows.order_by(*(f"{sign}{column}" for column in self.columns))

    def beyond(self, cursor: tuple[Any, ...], *, reverse: bool = False) -> Q:
        """Rows that come after the cursor in this order, or before it when reversed."""
        is_below = self.descending != reverse
        name, place = ("lt", TupleLessThan) if is_below else ("gt", TupleGreaterThan)
        if len(cursor) == 1:
            return Q(**{f"{self.columns[0]}__{name}": cursor[0]})
        # As one comparison of rows PostgreSQL enters the index at the very place, however many rows share
        # the first column. Where it is taken apart, what is said first bounds the search.
        beyond = place(Tuple(*map(F, self.columns)), cursor)
        return Q(**{f"{self.columns[0]}__{name}e": cursor[0]}) & Q(beyond)

    def along(self, rows: QuerySet) -> "Order":
        """In which these rows are read, which may be along another table."""
        return replace(self, columns=tuple(along(rows, column) for column in self.columns))

    def reversed(self) -> "Order":
        return Order(self.columns, not self.descending, self.parse)

    def place_of(self, row: Any) -> tuple[Any, ...]:
        return tuple(_value(row, column) for column in self.columns)

    def cursor_of(self, row: Any) -> str:
        values = self.place_of(row)
        return SEPARATOR.join(
            value.isoformat() if isinstance(value, datetime) else str(value) for value in values
        )

    def read(self, text: str) -> tuple[Any, ...]:
        parts = text.split(SEPARATOR)
        try:
            return tuple(parse(part) for parse, part in zip(self.parse, parts, strict=True))
        except ValueError as error:
            raise ValidationError(
                _("“%(cursor)s” is not a place in this list. Start from its first page."),
                params={"cursor": text},
            ) from error


def _value(row: Any, column: str) -> Any:
    return row[column] if isinstance(row, dict) else getattr(row, column)


def _number(text: str) -> int:
    # int() would also read signs, underscores and the digits of other scripts.
    if not (text.isascii() and text.isdigit()) or int(text) >= 2**63:
        raise ValueError(text)
    return int(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def _slug(text: str) -> str:
    if not slug_re.fullmatch(text):
        raise ValueError(text)
    return text


NEWEST_FIRST = Order(("sort_key", "pk"), descending=True, parse=(_number, _number))
OLDEST_FIRST = Order(("sort_key", "pk"), descending=False, parse=(_number, _number))
BY_SLUG = Order(("slug",), descending=False, parse=(_slug,))
BY_NUMBER = Order(("number",), descending=False, parse=(_number,))
BY_KEY = Order(("pk",), descending=False, parse=(_number,))
SOONEST_FIRST = Order(("open_until", "pk"), descending=False, parse=(date.fromisoformat, _number))
IN_ORDER_OF_THE_TEXT = Order(
    ("document_id", "position", "pk"), descending=False, parse=(_number, _number, _number)
)
BY_CHANGE = Order(("updated_at", "pk"), descending=False, parse=(_moment, _number))
MOST_URGENT_FIRST = Order(
    ("priority", "day", "pk"), descending=True, parse=(_number, date.fromisoformat, _number)
)
LATEST_CHANGE_FIRST = Order(("at", "sequence"), descending=True, parse=(_moment, _number))


@dataclass
class Page:
    rows: list[Any]
    next_cursor: str | None = None
    previous_cursor: str | None = None
    is_first: bool = True
    next_url: str | None = field(default=None, init=False)
    previous_url: str | None = field(default=None, init=False)

    def link(self, path: str, query: QueryDict) -> "Page":
        """Set the addresses of the neighbouring pages, the other parameters kept."""
        given = [(key, value) for key, values in query.lists() for value in values if value]
        kept = [(key, value) for key, value in given if key not in CURSORS]
        for name, cursor, key in (
            ("next_url", self.next_cursor, AFTER),
            ("previous_url", self.previous_cursor, BEFORE),
        ):
            if cursor:
                setattr(self, name, f"{path}?{urlencode([*kept, (key, cursor)])}")
        return self


@dataclass(frozen=True)
class Cut:
    """Where a list is cut: after one row or before one, or at its beginning."""

    order: Order
    size: int
    after: tuple[Any, ...] = ()
    before: tuple[Any, ...] = ()

    @classmethod
    def read(cls, order: Order, size: int, after: str = "", before: str = "") -> "Cut":
        """Raises ValidationError for a cursor that is none."""
        if after and before:
            raise ValidationError(_("Give “after” or “before”, not both."))
        return cls(order, size, order.read(after) if after else (), order.read(before) if before else ())

    @property
    def is_first(self) -> bool:
        return not (self.after or self.before)

    def applied(self, rows: QuerySet) -> QuerySet:
        """One row more than fits, which tells whether there are others."""
        order = self.order.along(rows)
        if self.before:
            rows = rows.filter(order.beyond(self.before, reverse=True))
        elif self.after:
            rows = rows.filter(order.beyond(self.after))
        return order.applied(rows, reverse=bool(self.before))[: self.size + 1]

    def page(self, found: list[Any]) -> Page:
        """Of the rows that were found so."""
        more, found = len(found) > self.size, found[: self.size]
        cursor_of = self.order.cursor_of
        if self.before:
            found = found[::-1]
            return Page(
                found,
                next_cursor=cursor_of(found[-1]) if found else None,
                previous_cursor=cursor_of(found[0]) if more else None,
                is_first=not more,
            )
        return Page(
            found,
            next_cursor=cursor_of(found[-1]) if more else None,
            previous_cursor=cursor_of(found[0]) if self.after and found else None,
            is_first=not self.after,
        )


def page_of(rows: QuerySet, *, order: Order, size: int, after: str = "", before: str = "") -> Page:
    """One query for at most `size` rows. Raises ValidationError for a cursor that is none."""
    cut = Cut.read(order, size, after, before)
    return cut.page(list(cut.applied(rows)))


def cut_of_request(
    request: HttpRequest, *, order: Order, size: int = ROWS_ON_A_PAGE
) -> tuple[Cut | None, str]:
    """Where a query string cuts the list; or what is wrong with it, in words."""
    query = request.GET
    try:
        return Cut.read(order, size, query.get(AFTER, ""), query.get(BEFORE, "")), ""
    except ValidationError as error:
        return None, error.messages[0]


def page_of_request(
    rows: QuerySet, request: HttpRequest, *, order: Order, size: int = ROWS_ON_A_PAGE
) -> tuple[Page, str]:
    """The page a query string asks for, with the addresses of its neighbours, and what was wrong with
    it in words; an empty page then."""
    cut, problem = cut_of_request(request, order=order, size=size)
    page = cut.page(list(cut.applied(rows))) if cut else Page([], is_first=False)
    return page.link(request.path, request.GET), problem


def bounded_count(rows: QuerySet) -> int:
    """Never counts further than one above what is said exactly."""
    return rows.order_by()[: COUNTED_EXACTLY + 1].count()


MORE_THAN = gettext_lazy("more than 1,000")


def number_label(count: int) -> str:
    if count > COUNTED_EXACTLY:
        return str(MORE_THAN)
    return exactly(count)


def found_label(count: int) -> str:
    if count > COUNTED_EXACTLY:
        return _("%(many)s found") % {"many": number_label(count)}
    return ngettext("%(count)s found", "%(count)s found", count) % {"count": number_label(count)}
