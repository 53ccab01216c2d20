"""Dates that are only as exact as what is known of them.

A `PartialDate` is stored in three columns: the earliest and the latest day it can mean, and the
precision. Unknown is null in all three. Nothing is ever padded to a false first of the month.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, Self, overload

from babel import Locale
from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.locales import locale_of


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


# What lies outside is a slip of the keyboard, and calendars cannot hold it.
FIRST_YEAR, LAST_YEAR = 1900, 2199
ISO_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
# The locale data has patterns for days with short months only; `_format` lengthens them.
SKELETONS = {Precision.DAY: "yMMMd", Precision.MONTH: "yMMMM", Precision.YEAR: "y"}
# Asked for in place of a year: what has no date.
UNDATED = "unknown"
# Of a date in the database: its columns end so.
PARTS = ("earliest", "latest", "precision")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month or year, or a span of them.

    `earliest` and `latest` are the first and the last day it can mean: for a meeting of two days
    they are those days; for "May 2018" the 1st and the 31st.
    """

    earliest: date
    latest: date
    precision: str

    @classmethod
    def parse(cls, start: str, end: str | None = None) -> Self:
        """From ISO 8601 text as long as the precision: "2018", "2018-05", "2018-05-08".

        Raises ValidationError for anything else, for ends of another precision and for an end
        before the start.
        """
        first, precision = _parse_iso(start)
        last, last_precision = _parse_iso(end or start)
        if precision != last_precision:
            raise ValidationError(_("Give the start and the end with the same precision."))
        if last < first:
            raise ValidationError(_("The end is before the start."))
        return cls(first, _last_day(last, precision), precision)

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, earliest: date | None, latest: date | None, precision: str | None) -> "Self | None":
        """From the three columns; None where nothing is known."""
        if earliest is None or latest is None or precision is None:
            return None
        return cls(earliest, latest, precision)

    @property
    def start_iso(self) -> str:
        return self.earliest.isoformat()[: ISO_LENGTH[Precision(self.precision)]]

    @property
    def end_iso(self) -> str:
        return self.latest.isoformat()[: ISO_LENGTH[Precision(self.precision)]]

    @property
    def is_exact(self) -> bool:
        """Known to the day: only such a date may stand in a calendar or in structured data."""
        return self.precision == Precision.DAY

    def __str__(self) -> str:
        return format_partial_date(self, get_language() or "en")


def _parse_iso(text: str) -> tuple[date, str]:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, flags=re.ASCII):
        raise ValidationError(
            _("“%(text)s” is not a date. Write 2018, 2018-05 or 2018-05-08."), params={"text": text}
        )
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise ValidationError(
            _("“%(text)s” is not of our time: a year from %(first)s to %(last)s is wanted."),
            params={"text": text, "first": FIRST_YEAR, "last": LAST_YEAR},
        )
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(text)]
    try:
        return date.fromisoformat((text + "-01-01")[:10]), precision.value
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is not in the calendar."), params={"text": text}) from error


def _last_day(day: date, precision: str) -> date:
    if precision == Precision.YEAR:
        return day.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


@lru_cache(maxsize=4096)
def format_partial_date(value: PartialDate, language: str) -> str:
    """The date in words, no more exact than it is known: "23–24 April 2015", "May 2018", "2016"."""
    locale = locale_of(language)
    skeleton = SKELETONS[Precision(value.precision)]
    if value.start_iso == value.end_iso:
        text = _format(value.earliest, locale.datetime_skeletons[skeleton].pattern, locale)
    else:
        first, last = value.earliest, value.latest
        differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        beginning, ending = locale.interval_formats[skeleton][differs]
        text = _format(first, beginning, locale) + _format(last, ending, locale)
    if language == "fr":
        # French writes the first of the month as an ordinal, which the shared locale data leaves out.
        text = re.sub(r"(?<!\d)1(?=–\d|\s[a-zéû])", "1er", text)
    return text


def after_since(value: PartialDate, language: str) -> str:
    """As it stands after "since": French puts an article before a day, « depuis le 9 avril 2025 »."""
    text = format_partial_date(value, language)
    is_one_day = value.is_exact and value.earliest == value.latest
    return f"le {text}" if language == "fr" and is_one_day else text


def _format(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern), locale=locale)


class PartialDateField(property):
    """Gives a model the columns `<name>_earliest`, `<name>_latest` and `<name>_precision`.

    The attribute itself reads and writes a `PartialDate` or None. It is a property, so that
    `Event(date=PartialDate.parse("2018-05"))` works. Put `partial_date_constraint()` beside it.
    """

    def __init__(self, verbose_name: str | Promise) -> None:
        super().__init__(self._read, self._write)
        self.verbose_name = verbose_name

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        self.name = name
        columns: dict[str, models.Field] = {
            "earliest": models.DateField(null=True, blank=True, editable=False),
            "latest": models.DateField(null=True, blank=True, editable=False),
            "precision": models.CharField(
                max_length=5, choices=Precision, null=True, blank=True, editable=False
            ),
        }
        for suffix, field in columns.items():
            field.contribute_to_class(cls, f"{name}_{suffix}")
        setattr(cls, name, self)
        # Lists ask for thousands.
        self._columns = attrgetter(*(f"{name}_{part}" for part in PARTS))

    def _read(self, record: models.Model) -> PartialDate | None:
        return PartialDate.of(*self._columns(record))

    def _write(self, record: models.Model, value: PartialDate | None) -> None:
        for suffix in PARTS:
            setattr(record, f"{self.name}_{suffix}", value and getattr(value, suffix))

    @overload
    def __get__(self, record: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, record: models.Model, owner: type | None = None) -> PartialDate | None: ...
    def __get__(self, record, owner=None):
        return self if record is None else self._read(record)


def partial_date_constraint(model: str, name: str) -> models.CheckConstraint:
    earliest, latest, precision = (f"{name}_{part}" for part in ("earliest", "latest", "precision"))
    unknown = Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True, f"{precision}__isnull": True})
    # A comparison with null is no refusal in a check, so that nothing is null is said on its own.
    known = Q(**{f"{column}__isnull": False for column in (earliest, latest, precision)}) & Q(
        **{f"{latest}__gte": F(earliest), f"{precision}__in": Precision.values}
    )
    return models.CheckConstraint(
        condition=unknown | known,
        name=f"{model}_{name}_ends_on_or_after_its_start",
        violation_error_message=_("The end is before the start, or the date is only half given."),
    )


def sort_key(
    value: PartialDate | None, *, not_before: date | None = None, fallback: date | None = None
) -> int:
    """The one number that orders records by date: yyyymmdd, and a last digit that puts a record
    without a date after the dated ones of the same day. 0 where there is no day at all.

    `not_before` narrows an inexact date ("2025, under a chair who began on 9 April");
    `fallback` is the day an unknown date sorts with.
    """
    if value is None:
        return _as_number(fallback) + 1 if fallback else 0
    day = value.earliest
    if not_before and not value.is_exact and day < not_before <= value.latest:
        day = not_before
    return _as_number(day)


def _as_number(day: date) -> int:
    return (day.year * 10000 + day.month * 100 + day.day) * 10


class YearOf(Func):
    """The year of a date, also where the database allows no function of ours, as in an index."""

    template = "EXTRACT(YEAR FROM %(expressions)s)"
    template_of_sqlite = "CAST(SUBSTR(%(expressions)s, 1, 4) AS INTEGER)"
    arity = 1
    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.template_of_sqlite, **context)


class MonthsOf(YearOf):
    """The months from year 0 to that of a date. In one piece: a number given apart would match no index."""

    template = "(EXTRACT(YEAR FROM %(expressions)s) * 12 + EXTRACT(MONTH FROM %(expressions)s))"
    template_of_sqlite = (
        "(CAST(SUBSTR(%(expressions)s, 1, 4) AS INTEGER) * 12"
        " + CAST(SUBSTR(%(expressions)s, 6, 2) AS INTEGER))"
    )


# Two ends, so that an index of the key is entered at both.
KEYS_WITH_A_DAY = (1, _as_number(date.max))


def new_years_within(first: Any, last: Any) -> CombinedExpression:
    """How many new years lie between two days: nearly always none. For an index of those few."""
    return YearOf(last) - YearOf(first)


def new_months_within(first: Any, last: Any) -> CombinedExpression:
    """How many months begin between two days; as above, but of what is known by its year alone many."""
    return MonthsOf(last) - MonthsOf(first)


def keys_within(first: date, last: date) -> tuple[int, int]:
    """The two ends of the newest-first index between which lies what begins on these days."""
    return _as_number(first), _as_number(last) + 9


def in_year(year: int, *, first: Any, last: Any, rows: models.QuerySet, key: str = "sort_key") -> Q:
    """That what the two days (columns or expressions) span touches the year.

    Said as two ends of the newest-first index, for dated records sort by their first possible day.
    Of `rows`, all there are, those that run over a new year move the lower end. They need an index
    on `new_years_within()`. The ends are those of `key`.
    """
    lowest, highest = keys_within(date(year, 1, 1), date(year, 12, 31))
    earlier = rows.alias(new_years=new_years_within(first, last), begins=YearOf(first), ends=YearOf(last))
    earlier = earlier.filter(new_years__gt=0, begins__lt=year, ends__gte=year).order_by()
    # Of a sum, so that no database looks for the least key by walking through the keys.
    sum_of_key = Func(F("sort_key") + 0, function="MIN", output_field=models.IntegerField())
    least = earlier.annotate(least=sum_of_key).values("least")
    return Q(
        GreaterThanOrEqual(F(key), Least(Coalesce(Subquery(least), lowest), lowest)),
        LessThanOrEqual(YearOf(first), year),
        GreaterThanOrEqual(YearOf(last), year),
        **{f"{key}__lte": highest},
    )


def year_of(key: int) -> int:
    return key // 100_000
