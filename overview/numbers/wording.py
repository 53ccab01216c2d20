"""What is said beside a plot, made of its numbers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plots.amounts import Amount
from publishing.by_year import ByYear
from publishing.languages import text_in
from publishing.templatetags.texts import isolated
from publishing.written import exactly, listed

# More than these share the first place: then nobody has it.
FIRST_PLACES = 3


def most(found: Mapping[Any, int]) -> tuple[list[Any], int]:
    """Who has the highest number, and that number; nobody where too many have it or there is nothing."""
    highest = max(found.values(), default=0)
    first = [name for name, count in found.items() if count == highest]
    return (first, highest) if highest and len(first) <= FIRST_PLACES else ([], highest)


def with_number(sentence: str, number: Amount) -> SafeString:
    """The sentence, in which `%(number)s` leads to the list."""
    link = format_html('<a href="{}">{}</a>', number.url, number.text)
    return format_html(sentence.replace("%(number)s", "{}"), link)


def name_of(row: Any) -> str:
    """Plain, for where no markup can be; what stands in it is a name in whatever language there is."""
    return text_in(row, "name").value or row.slug


def shown_name_of(row: Any) -> SafeString | str:
    return isolated(text_in(row, "name")) or row.slug


def busiest_years(found: ByYear) -> str:
    """ "Most in one year: 7 (2017 and 2021).", or nothing."""
    years, highest = most(found.years)
    if not years:
        return ""
    return gettext("Most in one year: %(number)s (%(years)s).") % {
        "number": exactly(highest),
        "years": listed(sorted(years)),
    }


def most_often(found: Mapping[Any, int], names: Mapping[Any, str]) -> str:
    """ "Most often: Egypt and Ethiopia (9).", or nothing."""
    first, highest = most(found)
    if not first:
        return ""
    return gettext("Most often: %(names)s (%(number)s).") % {
        "names": listed([names[key] for key in first]),
        "number": exactly(highest),
    }


def notes_on(found: ByYear, undated: Amount, sentence: str) -> list[str | SafeString]:
    """What a plot by year cannot show. The sentence tells of what has no date."""
    notes: list[str | SafeString] = []
    if found.undated:
        notes.append(with_number(sentence, undated))
    if sum(found.years.values()) + found.undated > found.total:
        notes.append(gettext("What ran over a new year counts in both years."))
    return notes


def joined(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
