"""A month of events as a sheet of a calendar: what is known to the day on its days, the rest beside them."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from babel import Locale
from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from events.rows import EventRow
from publishing.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    PartialDate,
    Precision,
    format_partial_date,
)
from publishing.locales import locale_of

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2024-05". Raises ValidationError."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, flags=re.ASCII):
            raise ValidationError(_("“%(text)s” is not a month. Write it as 2024-05."), params={"text": text})
        year, number = map(int, text.split("-"))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            told = _("“%(text)s” is not of our time: a year from %(first)s to %(last)s is wanted.")
            params = {"text": text, "first": FIRST_YEAR, "last": LAST_YEAR}
            raise ValidationError(told, params=params)
        return cls(year, number)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.year, self.number)[1])

    @property
    def iso(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    def __str__(self) -> str:
        return str(PartialDate(self.first, self.last, Precision.MONTH))

    def months_to(self, other: "Month") -> int:
        return (other.year - self.year) * 12 + other.number - self.number

    def plus(self, months: int) -> "Month":
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)


@dataclass(frozen=True)
class Entry:
    """An event on one of its days."""

    event: EventRow
    nth: int
    days: int


@dataclass
class Day:
    date: date
    weekday: str
    month: str
    is_in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Beside:
    """Events that may have been on any day of a stretch: "May 2018", "2018"."""

    date: str
    is_month: bool
    events: list[EventRow]


@dataclass(frozen=True)
class Sheet:
    month: Month
    # Short and whole, from the first of the week on.
    weekdays: list[tuple[str, str]]
    weeks: list[list[Day]]
    beside: list[Beside]

    @property
    def is_empty(self) -> bool:
        return not self.beside and not any(day.entries for week in self.weeks for day in week)


def sheet_of(month: Month, events: Iterable[EventRow], language: str) -> Sheet:
    locale = locale_of(language)
    days = _days_of(month, locale)
    by_date = {day.date: day for day in days if day.is_in_month}
    beside: dict[tuple[str, str], list[EventRow]] = {}
    for event in events:
        when = event.date
        if when is None:
            continue
        if not when.is_exact:
            beside.setdefault((when.precision, format_partial_date(when, language)), []).append(event)
            continue
        length = (when.latest - when.earliest).days + 1
        for nth in range(1, length + 1):
            day = by_date.get(when.earliest + timedelta(nth - 1))
            if day:
                day.entries.append(Entry(event, nth, length))
    return Sheet(
        month,
        weekdays=[(_named(day.date, "EEE", locale), day.weekday) for day in days[:DAYS_IN_A_WEEK]],
        weeks=[days[start : start + DAYS_IN_A_WEEK] for start in range(0, len(days), DAYS_IN_A_WEEK)],
        # What is known to the month first.
        beside=[
            Beside(text, precision == Precision.MONTH, found)
            for (precision, text), found in sorted(beside.items(), key=lambda item: item[0][0])
        ],
    )


def _days_of(month: Month, locale: Locale) -> list[Day]:
    """Whole weeks, which begin where the readers of the language begin them."""
    before = (month.first.weekday() - locale.first_week_day) % DAYS_IN_A_WEEK
    beginning = month.first - timedelta(before)
    count = -(-(before + month.last.day) // DAYS_IN_A_WEEK) * DAYS_IN_A_WEEK
    today = timezone.localdate()
    return [
        Day(
            day,
            weekday=_named(day, "EEEE", locale),
            month=_named(day, "MMMM", locale),
            is_in_month=Month.of(day) == month,
            is_today=day == today,
        )
        for day in (beginning + timedelta(passed) for passed in range(count))
    ]


def _named(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale)
