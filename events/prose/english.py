from events.models import Event
from events.prose.dates import ends_in_words, is_pair, is_span
from events.prose.facts import Act, Deed, Facts, Tense
from members.models import Partner
from publishing.dates import PartialDate, format_partial_date
from publishing.languages import text_in
from publishing.written import exactly, listed

Type = Event.Type

# What the event is called in the first sentence, what stands after it, and what it is called from then on.
NOUNS: dict[str, tuple[str, str, str]] = {
    Type.MINISTERIAL_CONFERENCE: ("Ministerial Conference", "", "conference"),
    Type.SENIOR_OFFICIALS_MEETING: ("Senior Officials’ Meeting", "", "meeting"),
    Type.STEERING_COMMITTEE_MEETING: ("Steering Committee meeting", "", "meeting"),
    Type.JOINT_HIGH_LEVEL_MEETING: ("Joint High-Level Meeting", "", "meeting"),
    Type.JVAP_MEETING: ("meeting", "on the Joint Valletta Action Plan", "meeting"),
    Type.PREPARATORY_MEETING: ("preparatory meeting", "", "meeting"),
    Type.THEMATIC_MEETING: ("thematic meeting", "", "meeting"),
    Type.THEMATIC_WORKSHOP: ("thematic workshop", "", "workshop"),
    Type.TRAINING: ("training", "", "training"),
    Type.WEBINAR: ("webinar", "", "webinar"),
    Type.INFORMAL_WORKING_GROUP: ("meeting", "of the Informal Working Group", "meeting"),
    Type.RELATED_EVENT: ("event", "", "event"),
}
PROCESS = "the Khartoum Process"
OF_ANOTHER_BODY = f"It is a related event of another body, not a meeting of {PROCESS} itself."
PROCESSES: dict[str, str] = {
    Event.JointProcess.RABAT_PROCESS: "the Rabat Process",
    Event.JointProcess.AU_HORN_OF_AFRICA_INITIATIVE: "the AU–Horn of Africa Initiative",
}
COUNTRIES_WITH_ARTICLE = ("AE", "CF", "GB", "KM", "MV", "NL", "PH", "SC", "US")
# Infinitive, past, participle.
VERBS = {
    "chair": ("chair", "chaired", "chairing"),
    "co-chair": ("co-chair", "co-chaired", "co-chairing"),
    "hand over": ("hand", "handed", "handing"),
    "host": ("host", "hosted", "hosting"),
    "host and chair": ("host and chair", "hosted and chaired", "hosting and chairing"),
    "meet": ("meet", "met", "meeting"),
    "organise": ("organise", "organised", "organising"),
    "take over": ("take over", "took over", "taking over"),
    "take place": ("take place", "took place", "taking place"),
    "cover": ("cover", "covered", "covering"),
}


def sentences(facts: Facts) -> list[str]:
    noun = NOUNS[facts.event.type][2]
    told = [
        _when_and_where(facts),
        _what_became_of_it(facts, noun),
        OF_ANOTHER_BODY if facts.is_of_another_body else "",
        *_acts(facts, noun),
        _themes(facts, noun),
        _participants(facts),
        _series(facts, noun),
    ]
    return [sentence for sentence in told if sentence]


def with_article(partner: Partner) -> str:
    name = text_in(partner, "name", "en").value
    return f"the {name}" if partner.english_article else name


def all_of(partners: list[Partner]) -> str:
    return listed([with_article(partner) for partner in partners], "en")


def possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


def when(date: PartialDate) -> str:
    if not is_span(date):
        return f"{'on' if date.is_exact else 'in'} {format_partial_date(date, 'en')}"
    first, last = ends_in_words(date, "en")
    return f"on {first} and {last}" if is_pair(date) else f"from {first} to {last}"


def verb(name: str, tense: Tense, *, plural: bool = False, with_auxiliary: bool = True) -> str:
    infinitive, past, participle = VERBS[name]
    auxiliary, form = {
        Tense.PAST: ("", past),
        Tense.PRESENT: ("are" if plural else "is", participle),
        Tense.FUTURE: ("will", infinitive),
        Tense.DUE: ("were to" if plural else "was to", infinitive),
    }[tense]
    return f"{auxiliary} {form}".strip() if with_auxiliary else form


def be(tense: Tense, *, plural: bool = False) -> str:
    return {
        Tense.PAST: "were" if plural else "was",
        Tense.PRESENT: "are" if plural else "is",
        Tense.FUTURE: "will be",
        Tense.DUE: "were to be" if plural else "was to be",
    }[tense]


def _when_and_where(facts: Facts) -> str:
    happens = verb("meet" if facts.is_committee else "take place", facts.tense)
    where, is_set_off = _where(facts)
    text = f"{_subject(facts)} {happens}"
    if where:
        text += f" {where}"
    if facts.date:
        text += f"{',' if is_set_off else ''} {when(facts.date)}"
    if facts.term:
        text += f", during {possessive(with_article(facts.term))} chairmanship"
    if facts.is_precursor:
        text += f", before {PROCESS} was founded"
    return f"{text}{_unknown_date(facts)}."


def _subject(facts: Facts) -> str:
    if facts.is_committee:
        return f"The Steering Committee of {PROCESS}"
    name, rest, _short = NOUNS[facts.event.type]
    if facts.is_joint:
        others = [PROCESSES[process] for process in facts.event.joint_processes] or ["another process"]
        name = name if name.startswith("Joint ") else f"joint {name}"
        rest = f"of {listed([PROCESS, *others], 'en')} {rest}"
    elif facts.is_of_the_process:
        rest = f"{rest} of {PROCESS}"
    number = facts.event.ordinal_number
    return " ".join(f"{f'The {ordinal(number)}' if number else 'This'} {name} {rest}".split())


def _where(facts: Facts) -> tuple[str, bool]:
    """The place, and whether a comma follows it: in Cairo, Egypt, on 9 April."""
    if facts.event.mode == Event.Mode.ONLINE:
        return "online", False
    has_both = bool(facts.city and facts.country and facts.city != facts.country)
    place = f"{facts.city}, {facts.country}" if has_both else facts.city or _country(facts)
    if facts.event.mode == Event.Mode.HYBRID:
        comma = "," if has_both else ""
        return (f"in {place}{comma} and online" if place else "in person and online"), False
    return (f"in {place}" if place else ""), has_both


def _country(facts: Facts) -> str:
    takes_article = str(facts.event.country) in COUNTRIES_WITH_ARTICLE
    return f"the {facts.country}" if takes_article else facts.country


def _unknown_date(facts: Facts) -> str:
    if facts.date:
        return ""
    if facts.tense == Tense.PAST:
        return "; the exact date is not known" if facts.term else "; the date is not known"
    return "; the date is to be confirmed" if facts.tense == Tense.FUTURE else ""


def _what_became_of_it(facts: Facts, noun: str) -> str:
    if facts.event.status == Event.Status.CANCELLED:
        return f"The {noun} was cancelled."
    if facts.event.status == Event.Status.POSTPONED:
        return f"The {noun} has been postponed; the new date is to be confirmed."
    return ""


def _acts(facts: Facts, noun: str) -> list[str]:
    told = []
    whole = f"the {noun}"
    for sentence in facts.acts:
        text = ""
        for act in sentence:
            if not text:
                text = f"{all_of(act.actors)}{_deed(act, facts.tense, whole)}"
            elif act.actors == sentence[0].actors:
                # A comma parts what "with … as co-host" would swallow.
                comma = "," if sentence[0].co_hosts and act.deed != Deed.HAND_OVER else ""
                text += f"{comma} and{_deed(act, facts.tense, whole, continued=True)}"
            else:
                text += f", and {all_of(act.actors)}{_deed(act, facts.tense, whole)}"
            whole = "it"
        told.append(f"{text[0].upper()}{text[1:]}.")
    return told


def _deed(act: Act, tense: Tense, whole: str, *, continued: bool = False) -> str:
    """What follows the subject. A second deed of the same partners needs no auxiliary."""
    plural = len(act.actors) > 1
    if act.deed in (Deed.CHAIR_LAST, Deed.CHAIR_NEXT):
        which = "outgoing" if act.deed == Deed.CHAIR_LAST else "incoming"
        return f" {be(tense, plural=plural)} the {which} chair"
    does = verb(act.deed.value, tense, plural=plural, with_auxiliary=not continued)
    if act.deed == Deed.HAND_OVER:
        role = ", as outgoing chair," if continued else ""
        return f"{role} {does} the chair of the Process to {all_of(act.other)}"
    if act.deed == Deed.TAKE_OVER:
        return f" {does} the chair of the Process from {all_of(act.other)}"
    helpers = [
        f"{all_of(partners)} as {role if len(partners) == 1 else f'{role}s'}"
        for partners, role in ((act.co_hosts, "co-host"), (act.co_chairs, "co-chair"))
        if partners
    ]
    comma = "," if plural or act.deed == Deed.HOST_AND_CHAIR else ""
    with_helpers = f"{comma} with {listed(helpers, 'en')}" if helpers else ""
    return f" {does} {whole}{' together' if plural else ''}{with_helpers}"


def _pronoun(facts: Facts, noun: str) -> str:
    """ "It" must be the event: not the Committee, and not the chair that was handed over."""
    if not facts.acts:
        return f"The {noun}" if facts.is_committee else "It"
    is_handover = facts.acts[-1][-1].deed in (Deed.HAND_OVER, Deed.TAKE_OVER)
    return f"The {noun}" if is_handover else "It"


def _themes(facts: Facts, noun: str) -> str:
    if facts.covers_all_domains:
        covers = verb("cover", facts.tense)
        return f"{_pronoun(facts, noun)} {covers} all five domains of the Joint Valletta Action Plan."
    if not facts.themes:
        return ""
    it = _pronoun(facts, noun)
    owner = "Its" if it == "It" else f"{it}’s"
    themes = listed([quoted(name) for name in facts.themes], "en")
    if facts.has_more_themes:
        return f"{owner} themes {'included' if facts.tense == Tense.PAST else 'include'} {themes}."
    is_plural = len(facts.themes) > 1
    tense = Tense.PRESENT if facts.tense == Tense.FUTURE else facts.tense
    return f"{owner} {'themes' if is_plural else 'theme'} {be(tense, plural=is_plural)} {themes}."


def quoted(text: str) -> str:
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def _participants(facts: Facts) -> str:
    count = facts.participants
    if not count:
        return ""
    is_one = count == 1
    people = "one person" if is_one else f"{exactly(count, 'en')} people"
    text = {
        Event.Count.EXACT: people.capitalize(),
        Event.Count.ABOUT: f"About {people}",
        Event.Count.MORE_THAN: f"More than {people}",
    }[Event.Count(facts.event.participants_qualifier)]
    return {
        Tense.PAST: f"{text} took part.",
        Tense.PRESENT: f"{text} {be(Tense.PRESENT, plural=not is_one)} taking part.",
    }.get(facts.tense, f"{text} {be(Tense.PRESENT, plural=not is_one)} expected.")


def _series(facts: Facts, noun: str) -> str:
    if not facts.series:
        return ""
    what = (
        "one of a set of meetings held back to back"
        if facts.is_back_to_back
        else f"part of the series {quoted(facts.series)}"
    )
    return f"{_pronoun(facts, noun)} {be(facts.tense)} {what}."
