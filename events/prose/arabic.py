from dataclasses import dataclass

from events.models import Event
from events.prose.arabic_grammar import (
    WAS_TO,
    all_of,
    is_feminine,
    ordinal,
    persons,
    quoted,
    verb,
    when,
)
from events.prose.facts import Act, Deed, Facts, Tense
from members.models import Partner
from publishing.written import listed

Type = Event.Type


@dataclass(frozen=True)
class Noun:
    """What the event is called: a definite noun, its adjective, and what stands after both."""

    name: str
    adjective: str = ""
    rest: str = ""
    feminine: bool = False
    # «حلقة العمل» is a construct: "this" stands after it.
    is_construct: bool = False

    @property
    def its(self) -> str:
        return "ها" if self.feminine else "ه"

    @property
    def this(self) -> str:
        return "هذه" if self.feminine else "هذا"

    @property
    def joint(self) -> str:
        return "المشتركة" if self.feminine else "المشترك"

    @property
    def belonging_to(self) -> str:
        return "التابعة" if self.feminine else "التابع"


NOUNS: dict[str, Noun] = {
    Type.MINISTERIAL_CONFERENCE: Noun("المؤتمر", "الوزاري"),
    Type.SENIOR_OFFICIALS_MEETING: Noun("الاجتماع", rest="لكبار المسؤولين"),
    Type.STEERING_COMMITTEE_MEETING: Noun("الاجتماع", rest="للجنة التوجيهية"),
    Type.JOINT_HIGH_LEVEL_MEETING: Noun("الاجتماع", "الرفيع المستوى"),
    Type.JVAP_MEETING: Noun("الاجتماع", rest="المعني بخطة عمل فاليتا المشتركة"),
    Type.PREPARATORY_MEETING: Noun("الاجتماع", "التحضيري"),
    Type.THEMATIC_MEETING: Noun("الاجتماع", "المواضيعي"),
    Type.THEMATIC_WORKSHOP: Noun("حلقة العمل", "المواضيعية", feminine=True, is_construct=True),
    Type.TRAINING: Noun("الدورة", "التدريبية", feminine=True),
    Type.WEBINAR: Noun("الندوة", "الإلكترونية", feminine=True),
    Type.INFORMAL_WORKING_GROUP: Noun("الاجتماع", rest="للفريق العامل غير الرسمي"),
    Type.RELATED_EVENT: Noun("الفعالية", feminine=True),
}
PROCESS = "عملية الخرطوم"
PROCESSES: dict[str, str] = {
    Event.JointProcess.RABAT_PROCESS: "عملية الرباط",
    Event.JointProcess.AU_HORN_OF_AFRICA_INITIATIVE: "مبادرة الاتحاد الأفريقي للقرن الأفريقي",
}


def sentences(facts: Facts) -> list[str]:
    noun = NOUNS[facts.event.type]
    told = [
        _when_and_where(facts, noun),
        _what_became_of_it(facts, noun),
        f"وهذه فعالية ذات صلة تعود إلى جهة أخرى، وليست من اجتماعات {PROCESS}."
        if facts.is_of_another_body
        else "",
        *_acts(facts, noun),
        _themes(facts),
        _participants(facts, noun),
        _series(facts, noun),
    ]
    return [sentence for sentence in told if sentence]


def _when_and_where(facts: Facts, noun: Noun) -> str:
    name = "اجتمع" if facts.is_committee else "عُقد"
    happens = verb(name, facts.tense, feminine=facts.is_committee or noun.feminine)
    text = " ".join(filter(None, (happens, _subject(facts, noun), _where(facts))))
    if facts.date:
        text += f" {when(facts.date)}"
    if facts.term:
        text += f"، خلال رئاسة {all_of([facts.term])} للعملية"
    if facts.is_precursor:
        text += f"، قبل إنشاء {PROCESS}"
    return f"{text}{_unknown_date(facts, noun)}."


def _subject(facts: Facts, noun: Noun) -> str:
    if facts.is_committee:
        return f"اللجنة التوجيهية ل{PROCESS}"
    number = facts.event.ordinal_number
    which = ordinal(number, feminine=noun.feminine) if number else ""
    before = "" if number or noun.is_construct else noun.this
    after = noun.this if not number and noun.is_construct else ""
    joint, owner = "", ""
    if facts.is_joint:
        others = [PROCESSES[process] for process in facts.event.joint_processes] or ["عملية أخرى"]
        joint = f"{noun.joint} بين {listed([PROCESS, *others], 'ar')}"
    elif facts.is_of_the_process:
        # «ل» reaches back to the noun only where nothing stands between.
        owner = f"{noun.belonging_to} ل{PROCESS}" if noun.rest or after else f"ل{PROCESS}"
    parts = (before, noun.name, noun.adjective, which, after, joint, noun.rest, owner)
    return " ".join(part for part in parts if part)


def _where(facts: Facts) -> str:
    if facts.event.mode == Event.Mode.ONLINE:
        return "عبر الإنترنت"
    country = facts.country if facts.country != facts.city else ""
    if facts.city and country:
        # The preposition is written as one word with an Arabic name only.
        joined = f"ب{country}" if "\u0600" <= country[0] <= "\u06ff" else f"({country})"
        place = f"في {facts.city} {joined}"
    else:
        place = f"في {facts.city or country}" if facts.city or country else ""
    if facts.event.mode == Event.Mode.HYBRID:
        return f"{place or 'حضوريا'} وعبر الإنترنت"
    return place


def _unknown_date(facts: Facts, noun: Noun) -> str:
    if facts.date:
        return ""
    if facts.tense == Tense.PAST:
        return f"، ولا يُعرف تاريخ{noun.its} بالتحديد" if facts.term else f"، ولا يُعرف تاريخ{noun.its}"
    return f"، ولم يُؤكَّد موعد{noun.its} بعد" if facts.tense == Tense.FUTURE else ""


def _what_became_of_it(facts: Facts, noun: Noun) -> str:
    if facts.event.status == Event.Status.CANCELLED:
        return f"وقد {'أُلغيت' if noun.feminine else 'أُلغي'} {noun.name}."
    if facts.event.status == Event.Status.POSTPONED:
        return f"وقد {'أُجّلت' if noun.feminine else 'أُجّل'} {noun.name}، ولم يُؤكَّد الموعد الجديد بعد."
    return ""


def _acts(facts: Facts, noun: Noun) -> list[str]:
    told = []
    for sentence in facts.acts:
        first, *others = sentence
        text = f"و{_deed(first, facts.tense, noun)}"
        for act in others:
            is_same = act.actors == first.actors
            text += f"، و{_deed(act, facts.tense, noun, is_named=True, with_subject=not is_same)}"
        told.append(f"{text}.")
    return told


def _deed(act: Act, tense: Tense, noun: Noun, *, is_named: bool = False, with_subject: bool = True) -> str:
    """`is_named`: earlier in the sentence, so that a suffix stands for it; `with_subject`: it is not
    the subject of the clause before."""
    feminine = is_feminine(act.actors[0])
    subject = f" {all_of(act.actors)}" if with_subject else ""

    def does(name: str) -> str:
        form = verb(name, tense, feminine=feminine)
        # «كان من المقرر» is said once in a sentence.
        return form.replace(f"{WAS_TO} ", "أن ") if is_named else form

    if act.deed in (Deed.CHAIR_LAST, Deed.CHAIR_NEXT):
        which = "المنتهية ولايتها" if act.deed == Deed.CHAIR_LAST else "المقبلة"
        return f"{does('شارك')}{subject} بصفت{_suffix(act.actors)} الرئاسة {which} للعملية"
    if act.deed == Deed.HAND_OVER:
        return (
            f"{does('سلّم')}{subject} رئاسة العملية في ختام ولايت{_suffix(act.actors)} إلى {all_of(act.other)}"
        )
    if act.deed == Deed.TAKE_OVER:
        return f"{does('تسلّم')}{subject} رئاسة العملية من {all_of(act.other)}"
    if act.deed == Deed.HOST_AND_CHAIR:
        text = f"{does('تولى')}{subject} استضافة {noun.name} ورئاست{noun.its}"
    elif act.deed == Deed.CO_CHAIR:
        whole = f"رئاست{noun.its}" if is_named else f"رئاسة {noun.name}"
        text = f"{does('شارك')}{subject} في {whole}"
    else:
        name = {Deed.HOST: "استضاف", Deed.CHAIR: "ترأس", Deed.ORGANISE: "نظّم"}[act.deed]
        text = f"{does(name)}{noun.its}{subject}" if is_named else f"{does(name)}{subject} {noun.name}"
    if len(act.actors) > 1:
        text += " معا"
    if act.co_hosts:
        text += f" بمشاركة {all_of(act.co_hosts)} في الاستضافة"
    if act.co_chairs:
        text += f" {'و' if act.co_hosts else ''}بمشاركة {all_of(act.co_chairs)} في الرئاسة"
    return text


def _suffix(partners: list[Partner]) -> str:
    if len(partners) == 2:
        return "هما"
    if len(partners) > 2:
        return "ها"
    return "ها" if is_feminine(partners[0]) else "ه"


def _themes(facts: Facts) -> str:
    # Things in the plural take the feminine singular.
    if facts.covers_all_domains:
        covers = verb("شمل", facts.tense, feminine=True)
        return f"و{covers} المناقشات المجالات الخمسة جميعها في خطة عمل فاليتا المشتركة."
    if not facts.themes:
        return ""
    themes = listed([quoted(name) for name in facts.themes], "ar")
    one_or_two = "موضوعي" if len(facts.themes) > 1 else "موضوع"
    what = "مواضيع منها" if facts.has_more_themes else one_or_two
    return f"و{verb('تناول', facts.tense, feminine=True)} المناقشات {what} {themes}."


def _participants(facts: Facts, noun: Noun) -> str:
    count = facts.participants
    if not count:
        return ""
    people = {
        Event.Count.EXACT: persons(count),
        Event.Count.ABOUT: f"نحو {persons(count, genitive=True)}",
        Event.Count.MORE_THAN: f"أكثر من {persons(count, genitive=True)}",
    }[Event.Count(facts.event.participants_qualifier)]
    takes_part = {
        Tense.PAST: "شارك",
        Tense.PRESENT: "يشارك",
    }.get(facts.tense, "من المتوقع أن يشارك")
    return f"و{takes_part} في {noun.name} {people}."


def _series(facts: Facts, noun: Noun) -> str:
    if not facts.series:
        return ""
    fits_in = "تندرج" if noun.feminine else "يندرج"
    what = "سلسلة اجتماعات متتالية" if facts.is_back_to_back else quoted(facts.series)
    return f"و{fits_in} {noun.name} ضمن {what}."
