"""Made-up records, in the states that are hard to show. Nothing here is ever saved."""

from typing import Any

from django.db import models
from django_countries import countries

from declarations.models import Document
from events.models import Event, Theme
from members.models import Chairmanship, ChairPerson, Partner
from publishing.dates import PartialDate

LONG = {
    "en": "Joint Thematic Meeting on Strengthening Cross-Border Cooperation in the Prevention of and Fight "
    "against Trafficking in Human Beings and the Smuggling of Migrants, with a Focus on Unaccompanied "
    "Minors, Women, and Persons Displaced by Sudden-Onset Disasters along the Central Mediterranean Route",
    "fr": "Réunion thématique conjointe sur le renforcement de la coopération transfrontalière en matière de "
    "prévention et de lutte contre la traite des êtres humains et le trafic illicite de migrants, l’accent "
    "étant mis sur les mineurs non accompagnés, les femmes et les personnes déplacées par des catastrophes",
    "ar": "الاجتماع المواضيعي المشترك بشأن تعزيز التعاون عبر الحدود في مجال منع الاتجار بالبشر وتهريب "
    "المهاجرين ومكافحتهما، مع التركيز على القاصرين غير المصحوبين بذويهم والنساء والأشخاص النازحين بسبب "
    "الكوارث المفاجئة على امتداد طريق وسط البحر الأبيض المتوسط",
}
SHORT = {
    "en": "Steering Committee meeting",
    "fr": "Réunion du Comité directeur",
    "ar": "اجتماع اللجنة التوجيهية",
}
# An Arabic title that begins with a Latin acronym, and the other way round.
MIXED = {
    "en": "IGAD–EU briefing: « المسار الأفريقي » after ten years",
    "fr": "Note IGAD-UE : « المسار الأفريقي » dix ans après",
    "ar": "IGAD والاتحاد الأوروبي: إحاطة بشأن برنامج BMM III (2023–2027)",
}
ONLY_ARABIC = {"ar": "ندوة حول الهوية القانونية والتسجيل المدني"}
ONLY_FRENCH = {"fr": "Atelier sur l’enregistrement des faits d’état civil"}
LONG_NAME = {
    "en": "Intergovernmental Authority on Development and its Regional Secretariat",
    "fr": "Autorité intergouvernementale pour le développement et son secrétariat régional",
    "ar": "الهيئة الحكومية الدولية المعنية بالتنمية وأمانتها الإقليمية",
}
HEADINGS = [SHORT["en"], LONG["en"], LONG["ar"], MIXED["en"], SHORT["fr"]]
FORTY = 40


def _in_languages(field: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": text for code, text in words.items()}


def read_with(record: Any, **parts: list[Any]) -> Any:
    """As if the database had been asked for its parts already: none are looked for."""
    record.pk = 1
    record._prefetched_objects_cache = {"translation_states": [], **parts}
    return record


def event(title: dict[str, str] = SHORT, *, date: str | None = "2024-05-08", **facts: Any) -> Event:
    made = Event(
        slug="made-up",
        **_in_languages("title", title),
        **{"type": Event.Type.THEMATIC_MEETING, "status": Event.Status.HELD, **facts},
    )
    made.date = PartialDate.parse(date) if date else None
    return read_with(made)


def events() -> list[Event]:
    """No date, half a date, a span, another language, nowhere, another body's, cancelled and postponed."""
    over_new_year = event(SHORT, mode=Event.Mode.HYBRID, **_in_languages("city", {"en": "Addis Ababa"}))
    over_new_year.date = PartialDate.parse("2023-12-30", "2024-01-02")
    return [
        event(
            LONG,
            date=None,
            country="EG",
            **_in_languages("city", {"en": "Sharm el-Sheikh", "ar": "شرم الشيخ"}),
        ),
        event(MIXED, date="2018-05", type=Event.Type.MINISTERIAL_CONFERENCE, country="SS"),
        event(ONLY_ARABIC, date="2016", mode=Event.Mode.ONLINE, type=Event.Type.WEBINAR),
        event(ONLY_FRENCH, date="2020-04-01", status=Event.Status.CANCELLED),
        event(SHORT, date=None, status=Event.Status.POSTPONED, type=Event.Type.STEERING_COMMITTEE_MEETING),
        event(SHORT, date=None, status=Event.Status.PLANNED, scope=Event.Scope.JOINT),
        event(
            LONG, scope=Event.Scope.PRECURSOR, status=Event.Status.CANCELLED, type=Event.Type.RELATED_EVENT
        ),
        over_new_year,
    ]


def document(title: dict[str, str], *, date: str | None = None, **facts: Any) -> Document:
    made = Document(
        slug="made-up",
        **_in_languages("title", title),
        **{"type": Document.Type.DECLARATION, "nature": Document.Nature.OUTCOME, **facts},
    )
    made.date = PartialDate.parse(date) if date else None
    return read_with(made)


def documents() -> list[Document]:
    return [
        document(LONG, date="2015-11-12", **_in_languages("issuer", {"en": "Heads of State or Government"})),
        document(MIXED, type=Document.Type.REPORT, nature=Document.Nature.INFORMATION),
        document(ONLY_ARABIC, date="2017", type=Document.Type.CONCLUSIONS),
    ]


def partner(name: dict[str, str], *, slug: str = "made-up", **facts: Any) -> Partner:
    kind = {"partner_kind": Partner.Kind.ORGANISATION, **facts}
    return read_with(Partner(slug=slug, **_in_languages("name", name), **kind))


def partners() -> list[Partner]:
    """Forty, of which the last have names that wrap, an acronym, and a note."""
    found = [
        partner({"en": str(name)}, slug=code.lower(), partner_kind=Partner.Kind.COUNTRY, iso=code)
        for code, name in list(countries)[:FORTY]
    ]
    found[3].note = "chair of the Process, Steering Committee"  # type: ignore[attr-defined]
    return [
        *found,
        partner(LONG_NAME, acronym="IGAD"),
    ]


def themes() -> list[Theme]:
    short = {"en": "Visas", "fr": "Visas", "ar": "التأشيرات"}
    return [
        read_with(Theme(slug="made-up", **_in_languages("name", name))) for name in (short, LONG, ONLY_FRENCH)
    ]


class _Unofficial:
    """A state of a translation, as the notes read it."""

    status = "unofficial"

    def __init__(self, field: str, language: str, *, is_out_of_date: bool = False) -> None:
        self.field, self.language, self.is_out_of_date = field, language, is_out_of_date


def unofficial() -> Event:
    """In all languages, so that the note is seen in each; the Arabic is out of date besides."""
    states = [_Unofficial("title", code, is_out_of_date=code == "ar") for code in ("en", "fr", "ar")]
    return read_with(event(LONG), translation_states=states)


def chairmanship(*, start: str | None, end: str | None = None) -> Chairmanship:
    made = Chairmanship(
        slug="made-up",
        partner=partner(LONG_NAME),
        nominal_years=[2016],
        **_in_languages("priorities", {"en": "<ul><li>Legal identity</li><li>Missing migrants</li></ul>"}),
    )
    made.start = PartialDate.parse(start) if start else None
    made.end = PartialDate.parse(end) if end else None
    return read_with(made)


def people() -> list[models.Model]:
    """One whose function is long, one without, one written in another script."""
    minister = {"en": "Minister of Foreign Affairs, Emigration and Egyptian Expatriates; outgoing Chair"}
    named = [
        ({"en": "Badr Abdelatty"}, minister),
        ({"en": "François-Noël Buffet"}, {}),
        ({"ar": "بدر عبد العاطي"}, {}),
    ]
    return [
        read_with(ChairPerson(**_in_languages("name", name), **_in_languages("function", function)))
        for name, function in named
    ]
