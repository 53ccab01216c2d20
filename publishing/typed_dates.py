"""Dates as people write them, in three languages: "8–9 May 2018", « 1er mai 2018 », «أيار/مايو 2018».

What the portal itself writes of a date is read back as that date. What could mean two things is read the
European way, day first, and `is_ambiguous` says so; what is no date is refused with what to write instead.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.dates import PartialDate
from publishing.folding import bare

LONGEST = 100

# In English, in French, and in Arabic as it is written on the Nile, in the Maghreb and in the Levant.
MONTHS = (
    "January Jan, janvier janv, يناير جانفي كانون_الثاني",
    "February Feb, février févr fév, فبراير فيفري شباط",
    "March Mar, mars, مارس آذار",
    "April Apr, avril avr, أبريل أفريل نيسان",
    "May, mai, مايو ماي أيار",
    "June Jun, juin, يونيو يونيه جوان حزيران",
    "July Jul, juillet juil, يوليو يوليه جويلية يوليوز تموز",
    "August Aug, août, أغسطس أوت غشت آب",
    "September Sept Sep, septembre, سبتمبر شتنبر أيلول",
    "October Oct, octobre, أكتوبر تشرين_الأول",
    "November Nov, novembre, نوفمبر نونبر تشرين_الثاني",
    "December Dec, décembre déc, ديسمبر دجنبر كانون_الأول",
)
SEASONS = (
    "spring summer autumn fall winter, printemps été automne hiver, "
    "ربيع الربيع صيف الصيف خريف الخريف شتاء الشتاء"
)
# They stand beside a date and add nothing to it.
FILLERS = (
    "on in the of from between, le les la en du de d l entre au aux, في من يوم يومي عام سنة شهر, "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun, "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim, "
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"
)
UNTIL = "to until till, au aux à jusqu, إلى حتى"
AND = "and, et, & و"


def _words(text: str) -> list[str]:
    """Longest first, so that no word hides one that begins like it."""
    words = {bare(word).replace("_", " ") for word in text.replace(",", " ").split()}
    return sorted(words, key=lambda word: (-len(word), word))


def _any_of(text: str) -> str:
    return "|".join(re.escape(word) for word in _words(text))


NUMBER_OF_MONTH = {word: number for number, names in enumerate(MONTHS, 1) for word in _words(names)}
# "و" is written together with what follows it.
MONTH_NAME = re.compile(rf"(?<!\w)(و?)({_any_of(' '.join(MONTHS))})\.?(?!\w)")
SEASON = re.compile(rf"(?<!\w)(?:{_any_of(SEASONS)})(?!\w)")
FILLER = re.compile(rf"(?<!\w)(?:{_any_of(FILLERS)})(?!\w)\.?")
UNTIL_WORD = re.compile(rf"(?<=[\w.])\s+(?:{_any_of(UNTIL)})\s+(?=\w)")
AND_WORD = re.compile(rf"(?<=[\w.])\s+(?:{_any_of(AND)})\s*(?=\d|m\d)")
ORDINAL = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|re|eme|e)(?!\w)")
DASHES = re.compile("[‐‑‒–—―−]")
UNSEEN = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# 08/05/2018, 8.5.2018; 2018/05/08; 05/2018; 2018/05; 08/05
DAY_FIRST = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})")
MONTH_AND_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
YEAR_AND_MONTH = re.compile(r"(\d{4})[/.](\d{1,2})")
DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.](\d{1,2})\.?")
SHORT_YEAR = re.compile(r"^\d{1,2}([/.])\d{1,2}\1\d{2}$|(?<!\w)'\d{2}$")

NOT_A_DATE = _(
    "“%(text)s” is not a date. Write it like 2018, May 2018, 8 May 2018 or 8–9 May 2018; "
    "2018-05-08 is understood, too."
)


@dataclass(frozen=True)
class End:
    """The beginning or the end, as far as it says so itself: "8" of "8–9 May 2018" is only a day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    may_be_month_first: bool = False

    def completed_from(self, other: "End") -> "End":
        month = other.month if self.month is None and self.day is not None else self.month
        return replace(self, month=month, year=self.year or other.year)

    @property
    def iso(self) -> str:
        """Of a day the month must be known, of a month the year."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


def read_date(text: str, to: str = "") -> PartialDate:
    """The date of one text ("8–9 May 2018"), or of two that are its beginning and its end.

    Raises ValidationError with what to write instead.
    """
    if to and not text:
        raise ValidationError(_("Give the beginning, too: a date that is only an end is not known."))
    first, last, are_neighbours = _ends(text, to)
    written = f"{text} – {to}" if to else text
    for end in (first, last):
        if end.year is None:
            raise _refusal(_("“%(text)s” names no year. Add it, as in 8 May 2018."), written)
        if end.day is not None and end.month is None:
            raise _refusal(NOT_A_DATE, written)
    value = PartialDate.parse(first.iso, last.iso)
    if are_neighbours and not _follow_each_other(first, last):
        raise _refusal(
            _(
                "“%(text)s” leaves something out in between. "
                "Write the beginning and the end, as in 8–11 May 2018."
            ),
            written,
        )
    return value


def is_ambiguous(text: str, to: str = "") -> bool:
    """Whether somebody who writes the month first may have meant another day. Of a text that can be read."""
    first, last, _are_neighbours = _ends(text, to)
    return first.may_be_month_first or last.may_be_month_first


def _ends(text: str, to: str) -> tuple[End, End, bool]:
    if len(text) > LONGEST or len(to) > LONGEST:
        raise _refusal(NOT_A_DATE, f"{text[:LONGEST]}…")
    parts, are_neighbours = _parts(text)
    if to:
        if len(parts) > 1:
            raise _refusal(
                _("“%(text)s” already has an end. Empty the second box, or write only the beginning."), text
            )
        others, _joined = _parts(to)
        if len(others) > 1:
            raise _refusal(NOT_A_DATE, to)
        ends = [_end(parts[0], text), _end(others[0], to)]
    else:
        ends = [_end(part, text) for part in parts]
    if len(ends) > 2:
        raise _refusal(NOT_A_DATE, text)
    first, last = ends[0], ends[-1]
    last = last.completed_from(first)
    return first.completed_from(last), last, are_neighbours


def _follow_each_other(first: End, last: End) -> bool:
    beginning, end = PartialDate.parse(first.iso), PartialDate.parse(last.iso)
    return (end.earliest - beginning.latest).days == 1


def _parts(text: str) -> tuple[list[str], bool]:
    """What stands before and after the word or sign for "to"; and whether that was an "and"."""
    plain = _plain(text)
    ends = re.split(r"\s*–\s*", plain)
    if len(ends) == 1:
        ends = UNTIL_WORD.split(plain)
    are_neighbours = False
    if len(ends) == 1:
        ends = AND_WORD.split(plain)
        are_neighbours = len(ends) > 1
    return [_without_fillers(end) for end in ends], are_neighbours


def _plain(text: str) -> str:
    """Months as m05, figures as 0 to 9, and – for nothing but a span."""
    plain = DASHES.sub("–", UNSEEN.sub("", text))
    plain = bare(plain)
    plain = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in plain)
    plain = re.sub(r"[’'](?!\d)", " ", plain)
    plain = re.sub(r"[,،؛;()\s]+", " ", plain).strip()
    plain = MONTH_NAME.sub(lambda found: f"{'& ' if found[1] else ''}m{NUMBER_OF_MONTH[found[2]]:02}", plain)
    # The names of one month in two traditions: أيار/مايو.
    plain = re.sub(r"(m\d\d)(?:\s*/?\s*\1)+", r"\1", plain)
    plain = re.sub(r"(?<=\d)\s*/\s*(?=\d)", "/", plain)
    plain = re.sub(r"(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)", r"\1/\2/\3", plain)
    plain = re.sub(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", r"\1/\2/\3", plain)
    plain = re.sub(r"(?<!\d)(\d{4})-(\d{1,2})(?![\d-])", r"\1/\2", plain)
    # 8-May-2018
    plain = re.sub(r"(?<![\dm])(\d{1,2})[-/.](?=m\d\d)", r"\1 ", plain)
    plain = re.sub(r"(m\d\d)[-/.](?=\d{4})", r"\1 ", plain)
    # 2018-05-08/2018-05-09, May/June 2018, 2017/2018
    plain = re.sub(r"(?<=\d{4}/\d\d/\d\d)/(?=\d{4})|(?<=m\d\d)/(?=m)", "–", plain)
    plain = re.sub(r"(?<!\S)(\d{4})/(\d{4})(?!\S)", r"\1–\2", plain)
    # 8/9 May 2018
    plain = re.sub(r"(?<!\S)(\d{1,2})/(?=\d{1,2} m\d\d)", r"\1–", plain)
    return ORDINAL.sub(r"\1", plain.replace("-", "–"))


def _without_fillers(part: str) -> str:
    return re.sub(r"\s+", " ", FILLER.sub(" ", part)).strip(" .")


def _end(part: str, text: str) -> End:
    if found := DAY_FIRST.fullmatch(part):
        day, sign, month, year = int(found[1]), found[2], int(found[3]), int(found[4])
        if month > 12 >= day:
            raise _refusal(_("“%(text)s” has no such month. Write the day first, as in 31/05/2018."), text)
        return End(year, month, day, may_be_month_first=sign == "/" and day <= 12 and day != month)
    if found := YEAR_FIRST.fullmatch(part):
        return End(int(found[1]), int(found[3]), int(found[4]))
    if found := MONTH_AND_YEAR.fullmatch(part):
        return End(int(found[2]), int(found[1]))
    if found := YEAR_AND_MONTH.fullmatch(part):
        return End(int(found[1]), int(found[2]))
    if found := DAY_AND_MONTH.fullmatch(part):
        day, month = int(found[1]), int(found[2])
        return End(None, month, day, may_be_month_first="/" in part and day <= 12 and day != month)
    if SHORT_YEAR.search(part):
        raise _refusal(_("“%(text)s”: write the year with four figures, as in 8 May 2018."), text)
    if SEASON.search(part):
        raise _refusal(
            _(
                "“%(text)s” is no date that can be sorted. "
                "Write the months, as in March–May 2018, or the year alone."
            ),
            text,
        )
    return _in_words(part, text)


def _in_words(part: str, text: str) -> End:
    found: dict[str, int] = {}
    for word in part.split():
        if re.fullmatch(r"m\d\d", word):
            name, number = "month", int(word[1:])
        elif re.fullmatch(r"\d{4}", word):
            name, number = "year", int(word)
        elif re.fullmatch(r"\d{1,2}\.?", word):
            name, number = "day", int(word.rstrip("."))
        else:
            raise _refusal(NOT_A_DATE, text)
        if name in found:
            raise _refusal(NOT_A_DATE, text)
        found[name] = number
    if not found:
        raise _refusal(NOT_A_DATE, text)
    return End(found.get("year"), found.get("month"), found.get("day"))


def _refusal(message: Any, text: str) -> ValidationError:
    return ValidationError(message, params={"text": text})
