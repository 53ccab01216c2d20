"""Agreement, numbers, verbs and marks of an Arabic sentence."""

from events.prose.dates import ends_in_words, is_pair, is_span
from events.prose.facts import Tense
from members.models import Partner
from publishing.dates import PartialDate, Precision, format_partial_date
from publishing.languages import text_in
from publishing.written import exactly, listed

# Past and present, each masculine and feminine. A verb before its subject stays singular.
VERBS = {
    "عُقد": ("عُقد", "عُقدت", "يُعقد", "تُعقد"),
    "اجتمع": ("اجتمع", "اجتمعت", "يجتمع", "تجتمع"),
    "استضاف": ("استضاف", "استضافت", "يستضيف", "تستضيف"),
    "ترأس": ("ترأس", "ترأست", "يترأس", "تترأس"),
    "تولى": ("تولى", "تولت", "يتولى", "تتولى"),
    "نظّم": ("نظّم", "نظّمت", "ينظّم", "تنظّم"),
    "سلّم": ("سلّم", "سلّمت", "يسلّم", "تسلّم"),
    "تسلّم": ("تسلّم", "تسلّمت", "يتسلّم", "تتسلّم"),
    "شارك": ("شارك", "شاركت", "يشارك", "تشارك"),
    "تناول": ("تناول", "تناولت", "يتناول", "تتناول"),
    "شمل": ("شمل", "شملت", "يشمل", "تشمل"),
}
WAS_TO = "كان من المقرر أن"

UNITS = (
    "",
    "الأول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
)
TENS = ("", "", "العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون", "التسعون")


def verb(name: str, tense: Tense, *, feminine: bool) -> str:
    past, past_feminine, present, present_feminine = VERBS[name]
    if tense == Tense.PAST:
        return past_feminine if feminine else past
    form = present_feminine if feminine else present
    return {Tense.FUTURE: f"س{form}", Tense.DUE: f"{WAS_TO} {form}"}.get(tense, form)


def is_feminine(partner: Partner) -> bool:
    return partner.arabic_gender == Partner.Gender.FEMININE


def all_of(partners: list[Partner]) -> str:
    return listed([text_in(partner, "name", "ar").value for partner in partners], "ar")


def ordinal(number: int, *, feminine: bool) -> str:
    """الثاني, الثانية عشرة, الحادي والعشرون; in figures from a hundred."""
    if number > 99:
        return f"رقم {number}"
    tens, unit = divmod(number, 10)
    if number <= 10:
        return _unit_ordinal(number, feminine=feminine, alone=True)
    if number < 20:
        return f"{_unit_ordinal(unit, feminine=feminine)} {'عشرة' if feminine else 'عشر'}"
    if not unit:
        return TENS[tens]
    return f"{_unit_ordinal(unit, feminine=feminine)} و{TENS[tens]}"


def _unit_ordinal(unit: int, *, feminine: bool, alone: bool = False) -> str:
    if unit == 1:
        if alone:
            return "الأولى" if feminine else "الأول"
        return "الحادية" if feminine else "الحادي"
    return f"{UNITS[unit]}ة" if feminine else UNITS[unit]


def persons(count: int, *, genitive: bool = False) -> str:
    """شخص واحد, شخصان, 3 أشخاص, 55 شخصا, 100 شخص."""
    if count == 1:
        return "شخص واحد"
    if count == 2:
        return "شخصين" if genitive else "شخصان"
    number = exactly(count, "ar")
    last_two = count % 100
    if 3 <= last_two <= 10:
        return f"{number} أشخاص"
    return f"{number} شخصا" if last_two >= 11 else f"{number} شخص"


def when(date: PartialDate) -> str:
    is_year = date.precision == Precision.YEAR
    if not is_span(date):
        return f"في {'عام ' if is_year else ''}{format_partial_date(date, 'ar')}"
    first, last = ends_in_words(date, "ar")
    if is_pair(date):
        return f"يومي {first} و{last}"
    year = "عام " if is_year else ""
    return f"من {year}{first} إلى {year}{last}"


def quoted(text: str) -> str:
    return f"«{text.replace('«', '“').replace('»', '”')}»"
