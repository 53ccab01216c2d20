"""How much there is of what: grouped in one statement, as the filters of the lists find it."""

from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, Q, Value, When

from declarations.models import Document
from declarations.querysets import SHOWN_DAYS
from events.models import Event, Participation, Theme
from events.querysets import CHAIRING, HOSTING
from members.models import Chairmanship, Partner
from publishing.by_year import in_years
from publishing.kept import kept
from publishing.languages import columns_of
from publishing.querysets import is_published
from publishing.together import Shaped, Together


class ByType(NamedTuple):
    type: str
    begins: int | None
    ends: int | None
    number: int


class ByPlace(NamedTuple):
    country: str
    mode: str
    number: int


class ByTheme(NamedTuple):
    theme_above: str
    begins: int | None
    ends: int | None
    number: int


class ByPartner(NamedTuple):
    partner__slug: str
    part: str
    number: int


class ByNature(NamedTuple):
    nature: str
    begins: int | None
    ends: int | None
    number: int


class ByLanguage(NamedTuple):
    en: int
    fr: int
    ar: int
    pt: int
    it: int
    de: int


class InLanguages(NamedTuple):
    number: int
    in_en: int
    in_fr: int
    in_ar: int


class Named(NamedTuple):
    """A theme or partner as figures name it."""

    slug: str
    name_en: str | None
    name_fr: str | None
    name_ar: str | None


class NamedCountry(NamedTuple):
    iso: str
    name_en: str | None
    name_fr: str | None
    name_ar: str | None


# Kind of record → its rows, and the text that says in which languages it can be read.
READ_IN_LANGUAGES: dict[str, tuple[Any, str]] = {
    "event": (Event, "title"),
    "document": (Document, "title"),
    "partner": (Partner, "name"),
    "theme": (Theme, "name"),
    "chairmanship": (Chairmanship, "text"),
}


def _grouped(rows: Any, *columns: str, count: str = "pk") -> Any:
    return rows.order_by().values(*columns).annotate(number=Count(count, distinct=count != "pk"))


def _questions() -> dict[str, Any]:
    events, documents = Event.objects.published(), Document.objects.published()
    dated = in_years(events, F("date_earliest"), F("date_latest"))
    titled = in_years(documents, SHOWN_DAYS["first"], SHOWN_DAYS["last"])
    languages = {code: Count("pk", filter=documents.has_text_in(code)) for code in ByLanguage._fields}
    themes, partners = Theme.objects.published(), Partner.objects.published()
    return {
        "by_type": Shaped(_grouped(dated, "type", "begins", "ends"), ByType),
        "by_place": Shaped(_grouped(events, "country", "mode"), ByPlace),
        "by_theme": Shaped(_grouped(marks(), "theme_above", "begins", "ends", count="event"), ByTheme),
        "by_partner": Shaped(_grouped(parts(), "partner__slug", "part", count="event"), ByPartner),
        "by_nature": Shaped(_grouped(titled, "nature", "begins", "ends"), ByNature),
        "by_language": Shaped(_whole(documents, **languages), ByLanguage),
        **{
            f"in_languages_{kind}": Shaped(_whole(model.objects.published(), **_read_in(text)), InLanguages)
            for kind, (model, text) in READ_IN_LANGUAGES.items()
        },
        "themes": Shaped(themes.order_by("level", "number", "slug"), Named),
        "partners": Shaped(partners.order_by("slug"), Named),
        "countries": Shaped(partners.countries().order_by("slug"), NamedCountry),
    }


def _whole(rows: Any, **counts: Any) -> Any:
    """One row about all of them."""
    return rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them").annotate(**counts)


def _read_in(text: str) -> dict[str, Any]:
    columns = zip(("in_en", "in_fr", "in_ar"), columns_of(text), strict=True)
    found = {
        name: Count("pk", filter=Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}))
        for name, column in columns
    }
    return {"number": Count("pk"), **found}


def marks() -> Any:
    """Which event is about which theme: the domain, for those under one that is public."""
    through: Any = Event.themes.through
    above = Case(
        When(is_published("theme__parent__"), then=F("theme__parent__slug")),
        default=F("theme__slug"),
        output_field=CharField(),
    )
    rows = through.objects.filter(is_published("event__"), is_published("theme__")).annotate(
        theme_above=above
    )
    return in_years(rows, F("event__date_earliest"), F("event__date_latest"))


def parts() -> Any:
    """Who hosted, and who chaired."""
    named = Case(
        When(role__in=HOSTING, then=Value("host")),
        When(role__in=CHAIRING, then=Value("chair")),
        output_field=CharField(),
    )
    rows = Participation.objects.published().filter(role__in=[*HOSTING, *CHAIRING])
    return rows.annotate(part=named)


COUNTED = Together(_questions)


def counts() -> dict[str, list[Any]]:
    """The rows of each question, while the record stands as it does."""
    return kept("numbers", COUNTED.ask)
