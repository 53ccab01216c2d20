"""How a document is cited: in words, and for the programs that keep references (BibTeX, CSL-JSON).

Nothing is said that the record does not know: a date is as exact as it is known, and no publisher is made up.
"""

from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from declarations.models import Document
from publishing.dates import PartialDate, Precision
from publishing.languages import Text, text_in
from publishing.locales import locale_of

# The types of CSL 1.0.2 that fit; whatever else the Process leaves behind is a document.
CSL_REPORTS = {Document.Type.REPORT, Document.Type.BACKGROUND_NOTE, Document.Type.FACTSHEET}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# The day of a year as the language writes it before or after a year that stands apart.
DAY_IN_YEAR = {"en": "MMMM d", "fr": "d MMMM", "ar": "d MMMM"}
COMMA = {"en": ", ", "fr": ", ", "ar": "، "}
# As biblatex and babel name them.
LANGUAGE_IDS = {"en": "english", "fr": "french", "ar": "arabic"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a document that a citation says, in the reader's language."""

    key: str
    title: Text
    author: str
    genre: str
    csl_type: str
    date: PartialDate | None
    event: str = ""
    place: str = ""

    @property
    def adopted_at(self) -> str:
        """The meeting and its place; a title often ends with the place."""
        if self.place and not self.event.endswith(self.place):
            return _listed(self.event, self.place)
        return self.event


@dataclass(frozen=True, slots=True)
class Citation:
    """In one style: what stands before the title, which is set apart, and what after it."""

    style: str
    before: str
    after: str


def reference_of(document: Document) -> Reference:
    """Reads the adopting event as the page has loaded it: only if it is public."""
    event = document.adopting_event
    is_report = document.type in CSL_REPORTS
    return Reference(
        key=document.slug,
        title=text_in(document, "title"),
        author=_author(document),
        genre=str(document.get_type_display()),
        csl_type="report" if is_report else "document",
        date=document.shown_date,
        event=text_in(event, "title").value if event else "",
        place=event.place if event else "",
    )


def _author(document: Document) -> str:
    """Who issued it, else the Process; nobody for the text of another body whose name is not known."""
    issuer = text_in(document, "issuer").value
    if issuer or document.type == Document.Type.REFERENCE:
        return issuer
    return _("Khartoum Process")


def citations_of(reference: Reference) -> list[Citation]:
    """APA (7th edition), Chicago (bibliography), ISO 690."""
    author, adopted_at = reference.author, reference.adopted_at
    year = f"({_year_first(reference.date)})."
    genre = f" [{reference.genre}]."
    # Without an author the title comes first and the date after it.
    apa = (f"{_sentence(author)} {year} ", genre) if author else ("", f"{genre} {year}")
    ending = _listed(reference.genre, adopted_at, str(reference.date) if reference.date else _no_date())
    return [
        Citation("APA", apa[0], f"{apa[1]} {_sentence(adopted_at)}".rstrip()),
        Citation("Chicago", f"{_sentence(author)} ".lstrip(), f". {_sentence(ending)}"),
        Citation("ISO 690", f"{_sentence(author.upper())} ".lstrip(), f". {_sentence(ending)}"),
    ]


def _listed(*parts: str) -> str:
    return COMMA[get_language() or "en"].join(filter(None, parts))


def _sentence(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."


def _no_date() -> str:
    return pgettext("in a citation: no date", "n.d.")


def _year_first(date: PartialDate | None) -> str:
    if date is None:
        return _no_date()
    if date.start_iso != date.end_iso:
        return str(date)
    year = str(date.earliest.year)
    if date.precision == Precision.YEAR:
        return year
    language = get_language() or "en"
    pattern = DAY_IN_YEAR.get(language, DAY_IN_YEAR["en"]) if date.is_exact else "LLLL"
    rest = format_date(date.earliest, pattern, locale=locale_of(language))
    return _listed(year, rest)


def bibtex_of(reference: Reference) -> str:
    """For BibTeX and biblatex alike: the former reads `year` and `month`, the latter `date`."""
    date = reference.date
    fields = {
        "author": reference.author and f"{{{{{_tex(reference.author)}}}}}",
        "title": f"{{{{{_tex(reference.title.value)}}}}}",
        "howpublished": f"{{{_tex(reference.genre)}}}",
        "note": reference.adopted_at and f"{{{_tex(_adopted(reference))}}}",
        "date": date and f"{{{_iso(date)}}}",
        "year": date and f"{{{date.earliest.year}}}",
        "month": date and date.precision != Precision.YEAR and MONTHS[date.earliest.month - 1],
        "langid": f"{{{LANGUAGE_IDS[reference.title.language]}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{reference.key},", *lines, "}", ""])


def _adopted(reference: Reference) -> str:
    return _("Adopted at: %(meeting)s") % {"meeting": reference.adopted_at}


def _tex(text: str) -> str:
    return "".join(TEX_SIGNS.get(sign, sign) for sign in " ".join(text.split()))


def _iso(date: PartialDate) -> str:
    return date.start_iso if date.start_iso == date.end_iso else f"{date.start_iso}/{date.end_iso}"


def csl_of(reference: Reference) -> dict[str, Any]:
    """One item of CSL-JSON. Without a date there is no `issued`, and styles write "n.d." themselves."""
    item = {
        "id": reference.key,
        "type": reference.csl_type,
        "title": reference.title.value,
        "author": reference.author and [{"literal": reference.author}],
        "genre": reference.genre,
        "event-title": reference.event,
        "event-place": reference.place,
        "issued": reference.date and {"date-parts": _date_parts(reference.date)},
        "language": reference.title.language,
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(date: PartialDate) -> list[list[int]]:
    ends = dict.fromkeys([date.start_iso, date.end_iso])
    return [[int(part) for part in end.split("-")] for end in ends]
