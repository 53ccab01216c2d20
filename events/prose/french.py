from dataclasses import dataclass

from events.models import Event
from events.prose.facts import Act, Deed, Facts, Tense
from events.prose.french_grammar import (
    NARROW,
    VOWELS,
    after_a,
    after_de,
    all_of,
    capitalised,
    contracted,
    definite,
    in_country,
    is_plural,
    ordinal,
    quoted,
    verb,
    when,
)
from publishing.written import exactly, listed

Type = Event.Type


@dataclass(frozen=True)
class Noun:
    """What the event is called: in full with what stands after it, and from then on."""

    name: str
    short: str
    feminine: bool = True
    rest: str = ""

    @property
    def e(self) -> str:
        """What an adjective or a participle that agrees with it ends in."""
        return "e" if self.feminine else ""

    @property
    def the(self) -> str:
        return f"{definite(self.short, feminine=self.feminine)}{self.short}"


NOUNS: dict[str, Noun] = {
    Type.MINISTERIAL_CONFERENCE: Noun("conférence ministérielle", "conférence"),
    Type.SENIOR_OFFICIALS_MEETING: Noun("réunion de hauts fonctionnaires", "réunion"),
    Type.STEERING_COMMITTEE_MEETING: Noun("réunion", "réunion", rest="du Comité directeur"),
    Type.JOINT_HIGH_LEVEL_MEETING: Noun("réunion conjointe de haut niveau", "réunion"),
    Type.JVAP_MEETING: Noun("réunion", "réunion", rest="sur le Plan d’action conjoint de La Valette"),
    Type.PREPARATORY_MEETING: Noun("réunion préparatoire", "réunion"),
    Type.THEMATIC_MEETING: Noun("réunion thématique", "réunion"),
    Type.THEMATIC_WORKSHOP: Noun("atelier thématique", "atelier", feminine=False),
    Type.TRAINING: Noun("formation", "formation"),
    Type.WEBINAR: Noun("webinaire", "webinaire", feminine=False),
    Type.INFORMAL_WORKING_GROUP: Noun("réunion", "réunion", rest="du groupe de travail informel"),
    Type.RELATED_EVENT: Noun("événement", "événement", feminine=False),
}
OF_THE_PROCESS = "du Processus de Khartoum"
OF_ANOTHER_BODY = (
    f"Il s’agit d’un événement connexe d’un autre organisme, et non d’une réunion {OF_THE_PROCESS}."
)
OF_PROCESSES: dict[str, str] = {
    Event.JointProcess.RABAT_PROCESS: "du Processus de Rabat",
    Event.JointProcess.AU_HORN_OF_AFRICA_INITIATIVE: "de l’Initiative UA-Corne de l’Afrique",
}


def sentences(facts: Facts) -> list[str]:
    noun = NOUNS[facts.event.type]
    told = [
        _when_and_where(facts, noun),
        _what_became_of_it(facts, noun),
        OF_ANOTHER_BODY if facts.is_of_another_body else "",
        *_acts(facts, noun),
        _themes(facts),
        _participants(facts),
        _series(facts, noun),
    ]
    return [sentence for sentence in told if sentence]


def _when_and_where(facts: Facts, noun: Noun) -> str:
    where = _where(facts)
    text = f"{_subject(facts, noun)} {_happens(facts, noun)}"
    if where:
        text += f" {where}"
    if facts.date:
        text += f" {when(facts.date)}"
    if facts.term:
        text += f", sous la présidence {after_de(facts.term)}"
    if facts.is_precursor:
        text += f", avant la création {OF_THE_PROCESS}"
    return f"{text}{_unknown_date(facts)}."


def _subject(facts: Facts, noun: Noun) -> str:
    if facts.is_committee:
        return f"Le Comité directeur {OF_THE_PROCESS}"
    name, rest = noun.name, noun.rest
    if facts.is_joint:
        others = [OF_PROCESSES[process] for process in facts.event.joint_processes] or [
            "d’un autre processus"
        ]
        joint = "" if "conjoint" in name else f"conjoint{noun.e}"
        rest = f"{joint} {listed([OF_THE_PROCESS, *others], 'fr')} {rest}"
    elif facts.is_of_the_process:
        rest = f"{rest} {OF_THE_PROCESS}"
    number = facts.event.ordinal_number
    if number:
        article = "La" if noun.feminine else "Le"
        first = f"{article} {ordinal(number, feminine=noun.feminine)}"
    elif noun.feminine:
        first = "Cette"
    else:
        first = "Cet" if name[0] in VOWELS else "Ce"
    return " ".join(f"{first} {name} {rest}".split())


def _happens(facts: Facts, noun: Noun) -> str:
    if facts.is_committee:
        return {
            Tense.PAST: "s’est réuni",
            Tense.PRESENT: "se réunit",
            Tense.FUTURE: "se réunira",
            Tense.DUE: "devait se réunir",
        }[facts.tense]
    return {
        Tense.PAST: f"s’est tenu{noun.e}",
        Tense.PRESENT: "se tient",
        Tense.FUTURE: "se tiendra",
        Tense.DUE: "devait se tenir",
    }[facts.tense]


def _where(facts: Facts) -> str:
    if facts.event.mode == Event.Mode.ONLINE:
        return "en ligne"
    place = ""
    if facts.city:
        place = contracted("à", facts.city)
        if facts.country and facts.country != facts.city:
            place += f" ({facts.country})"
    elif facts.country:
        place = in_country(str(facts.event.country), facts.country)
    if facts.event.mode == Event.Mode.HYBRID:
        return f"{place or 'en présentiel'} et en ligne"
    return place


def _unknown_date(facts: Facts) -> str:
    if facts.date:
        return ""
    if facts.tense == Tense.PAST:
        return f"{NARROW}; la date {'exacte ' if facts.term else ''}n’est pas connue"
    return f"{NARROW}; la date reste à confirmer" if facts.tense == Tense.FUTURE else ""


def _what_became_of_it(facts: Facts, noun: Noun) -> str:
    if facts.event.status == Event.Status.CANCELLED:
        return f"{capitalised(noun.the)} a été annulé{noun.e}."
    if facts.event.status == Event.Status.POSTPONED:
        return f"{capitalised(noun.the)} a été reporté{noun.e}{NARROW}; la nouvelle date reste à confirmer."
    return ""


def _acts(facts: Facts, noun: Noun) -> list[str]:
    told = []
    for sentence in facts.acts:
        first, *others = sentence
        text = f"{all_of(first.actors)}{_apposition(sentence)} {_deed(first, facts.tense, noun)}"
        for act in others:
            comma = "," if first.co_hosts or first.co_chairs else ""
            if act.actors == first.actors:
                text += f"{comma} et {_deed(act, facts.tense, noun)}"
            else:
                text += f"{comma} et {all_of(act.actors)} {_second_deed(act, facts.tense)}"
        told.append(f"{capitalised(text)}.")
    return told


def _apposition(sentence: list[Act]) -> str:
    is_outgoing = len(sentence) > 1 and sentence[1].deed == Deed.HAND_OVER
    return ", présidence sortante," if is_outgoing else ""


def _deed(act: Act, tense: Tense, noun: Noun) -> str:
    plural = is_plural(act.actors)
    if act.deed in (Deed.CHAIR_LAST, Deed.CHAIR_NEXT):
        role = "sortante" if act.deed == Deed.CHAIR_LAST else "entrante"
        is_or_was = "étaient" if plural else "était"
        if tense != Tense.PAST:
            is_or_was = verb("être", tense, plural=plural)
        return f"{is_or_was} la présidence {role}"
    if act.deed == Deed.HAND_OVER:
        others = listed([after_a(partner) for partner in act.other], "fr")
        return f"{verb('transmettre', tense, plural=plural)} la présidence du Processus {others}"
    if act.deed == Deed.TAKE_OVER:
        others = listed([after_a(partner) for partner in act.other], "fr")
        return f"{verb('prendre', tense, plural=plural)} la présidence du Processus, succédant {others}"
    does = {
        Deed.ORGANISE: verb("organiser", tense, plural=plural),
        Deed.HOST: verb("accueillir", tense, plural=plural),
        Deed.CHAIR: verb("présider", tense, plural=plural),
        Deed.CO_CHAIR: verb("coprésider", tense, plural=plural),
        Deed.HOST_AND_CHAIR: _hosts_and_chairs(tense, plural=plural),
    }[act.deed]
    together = " ensemble" if len(act.actors) > 1 else ""
    return f"{does}{together} {noun.the}{_helpers(act)}"


def _hosts_and_chairs(tense: Tense, *, plural: bool) -> str:
    hosts, chairs = verb("accueillir", tense, plural=plural), verb("présider", tense, plural=plural)
    # « a accueilli et présidé », « devait accueillir et présider »: the auxiliary is not said twice.
    return f"{hosts} et {chairs.split()[-1]}"


def _second_deed(act: Act, tense: Tense) -> str:
    """What others did, once the event has been named."""
    plural = is_plural(act.actors)
    does = "devaient en assurer" if plural else "devait en assurer"
    if tense != Tense.DUE:
        does = f"en {verb('assurer', tense, plural=plural)}"
    together = " ensemble" if len(act.actors) > 1 else ""
    what = "coprésidence" if act.deed == Deed.CO_CHAIR else "présidence"
    return f"{does}{together} la {what}{_helpers(act)}"


def _helpers(act: Act) -> str:
    helpers = []
    if act.co_hosts:
        helpers.append(f"{all_of(act.co_hosts)} comme co-hôte{'s' if len(act.co_hosts) > 1 else ''}")
    if act.co_chairs:
        helpers.append(f"{all_of(act.co_chairs)} à la coprésidence")
    return f", avec {listed(helpers, 'fr')}" if helpers else ""


def _themes(facts: Facts) -> str:
    is_talk = facts.event.type in (Type.WEBINAR, Type.TRAINING)
    work = "Les échanges" if is_talk else "Les travaux"
    if facts.covers_all_domains:
        covers = verb("couvrir", facts.tense, plural=True)
        return f"{work} {covers} les cinq domaines du Plan d’action conjoint de La Valette."
    if not facts.themes:
        return ""
    notably = " notamment" if facts.has_more_themes else ""
    theme = "les thèmes" if len(facts.themes) > 1 else "le thème"
    themes = listed([quoted(name) for name in facts.themes], "fr")
    return f"{work} {verb('porter', facts.tense, plural=True)}{notably} sur {theme} {themes}."


def _participants(facts: Facts) -> str:
    count = facts.participants
    if not count:
        return ""
    plural = count > 1
    number = exactly(count, "fr") if plural else "une"
    people = f"{number} personne{'s' if plural else ''}"
    text = {
        Event.Count.EXACT: capitalised(people),
        Event.Count.ABOUT: f"Environ {people}",
        Event.Count.MORE_THAN: f"Plus {'de ' if plural else 'd’'}{people}",
    }[Event.Count(facts.event.participants_qualifier)]
    return {
        Tense.PAST: f"{text} y {'ont' if plural else 'a'} participé.",
        Tense.PRESENT: f"{text} y {'participent' if plural else 'participe'}.",
    }.get(facts.tense, f"{text} {'sont attendues' if plural else 'est attendue'}.")


def _series(facts: Facts, noun: Noun) -> str:
    if not facts.series:
        return ""
    fits_in = {Tense.PAST: "s’inscrivait", Tense.FUTURE: "s’inscrira"}.get(facts.tense, "s’inscrit")
    if facts.is_back_to_back:
        return f"{capitalised(noun.the)} {fits_in} dans une suite de réunions consécutives."
    return f"{capitalised(noun.the)} {fits_in} dans l’ensemble {quoted(facts.series)}."
