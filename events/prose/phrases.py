"""Places, partners and dates in a sentence, where a name alone would be wrong: au Kenya, by the Netherlands.

For sentences of the catalogues, which say the rest.
"""

from events.prose import arabic_grammar as arabic
from events.prose import english
from events.prose import french_grammar as french
from members.models import Partner
from publishing.dates import PartialDate, Precision, after_since, format_partial_date


def in_country(code: str, name: str, language: str) -> str:
    """In Egypt, en Égypte, في مصر."""
    if language == "fr":
        return french.in_country(code, name)
    if language == "ar":
        return f"في {name}"
    return f"in {'the ' if code in english.COUNTRIES_WITH_ARTICLE else ''}{name}"


def by(partner: Partner, language: str) -> str:
    """By Egypt, par l’Égypte, بيد مصر."""
    if language == "fr":
        return f"par {french.with_article(partner)}"
    return f"بيد {arabic.all_of([partner])}" if language == "ar" else f"by {english.with_article(partner)}"


def from_(partner: Partner, language: str) -> str:
    """Who hands something over: by Egypt, par l’Égypte, من مصر."""
    return f"من {arabic.all_of([partner])}" if language == "ar" else by(partner, language)


def to(partner: Partner, language: str) -> str:
    """To Egypt, à l’Égypte, إلى مصر."""
    if language == "fr":
        return french.after_a(partner)
    return f"إلى {arabic.all_of([partner])}" if language == "ar" else f"to {english.with_article(partner)}"


def since(date: PartialDate, language: str) -> str:
    """Since 9 April 2025, depuis le 9 avril 2025, منذ 9 أبريل 2025."""
    if language == "fr":
        return f"depuis {after_since(date, language)}"
    return f"منذ {_in_arabic(date)}" if language == "ar" else f"since {format_partial_date(date, language)}"


def starting(date: PartialDate, language: str) -> str:
    """From 9 April 2027, à partir du 9 avril 2027, اعتبارا من 9 أبريل 2027."""
    first = PartialDate.parse(date.start_iso)
    if language == "ar":
        return f"اعتبارا من {_in_arabic(first)}"
    if language == "fr":
        return f"à partir {_french_de(first)}"
    return f"from {format_partial_date(first, language)}"


def until(date: PartialDate, language: str) -> str:
    """Until 9 April 2025, jusqu’au 9 avril 2025, حتى 9 أبريل 2025; of a span until its end."""
    end = PartialDate.parse(date.end_iso)
    if language == "fr":
        return f"jusqu’{'au' if end.is_exact else 'en'} {format_partial_date(end, language)}"
    return f"حتى {_in_arabic(end)}" if language == "ar" else f"until {format_partial_date(end, language)}"


def from_to(start: PartialDate, end: PartialDate, language: str) -> str:
    """From the beginning of the one to the end of the other."""
    first, last = PartialDate.parse(start.start_iso), PartialDate.parse(end.end_iso)
    if language == "ar":
        return f"من {_in_arabic(first)} إلى {_in_arabic(last)}"
    begun, ended = format_partial_date(first, language), format_partial_date(last, language)
    if language != "fr":
        return f"from {begun} to {ended}"
    return f"{_french_de(first)} {'au' if last.is_exact else 'à'} {ended}"


def _in_arabic(date: PartialDate) -> str:
    return f"{'عام ' if date.precision == Precision.YEAR else ''}{format_partial_date(date, 'ar')}"


def _french_de(date: PartialDate) -> str:
    """Du 9 avril 2025, d’avril 2025, de 2025."""
    written = format_partial_date(date, "fr")
    if date.is_exact:
        return f"du {written}"
    return f"d’{written}" if written[0] in french.VOWELS else f"de {written}"
