"""What there is to say about an event, before any language says it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from django.utils import timezone

from events.models import Event, Participation, Series, Theme
from events.models.shown import country_name
from members.models import Partner
from publishing.dates import PartialDate, Precision
from publishing.languages import text_in

VALLETTA_DOMAINS = {1, 2, 3, 4, 5}
MOST_THEMES = 2
MOST_SENTENCES = 4

Role = Participation.Role


class Tense(Enum):
    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    # Was to take place: it did not, or nobody has said yet that it did.
    DUE = "due"


class Deed(Enum):
    ORGANISE = "organise"
    HOST = "host"
    CHAIR = "chair"
    HOST_AND_CHAIR = "host and chair"
    CO_CHAIR = "co-chair"
    HAND_OVER = "hand over"
    TAKE_OVER = "take over"
    CHAIR_LAST = "chair for the last time"
    CHAIR_NEXT = "chair next"


@dataclass(frozen=True)
class Act:
    """What partners did at the event, and who helped them: co-hosts and co-chairs.

    At a handover `other` holds those who took the chair, or those it was taken from.
    """

    deed: Deed
    actors: list[Partner]
    co_hosts: list[Partner] = field(default_factory=list)
    co_chairs: list[Partner] = field(default_factory=list)
    other: list[Partner] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    language: str
    event: Event
    tense: Tense
    # The chair whose term tells when an event took place that has no better date.
    term: Partner | None
    city: str
    country: str
    # What is told of partners: the acts of one sentence stand together.
    acts: list[list[Act]]
    themes: list[str]
    has_more_themes: bool
    covers_all_domains: bool
    # 0 where nobody counted.
    participants: int
    series: str
    is_back_to_back: bool

    @property
    def date(self) -> PartialDate | None:
        return self.event.date

    @property
    def is_committee(self) -> bool:
        """A plain meeting of the Steering Committee, which is best told as: the Committee met."""
        return (
            self.event.type == Event.Type.STEERING_COMMITTEE_MEETING
            and self.event.scope == Event.Scope.CORE
            and not self.event.joint_processes
            and self.event.ordinal_number is None
        )

    @property
    def is_joint(self) -> bool:
        return bool(self.event.joint_processes) or self.event.scope == Event.Scope.JOINT

    @property
    def is_of_another_body(self) -> bool:
        return self.event.scope == Event.Scope.RELATED

    @property
    def is_of_the_process(self) -> bool:
        return self.event.is_own

    @property
    def is_precursor(self) -> bool:
        return self.event.scope == Event.Scope.PRECURSOR and self.tense == Tense.PAST

    @property
    def sentence_count(self) -> int:
        more = (
            self.is_of_another_body,
            self.themes or self.covers_all_domains,
            self.participants,
            self.series,
        )
        return 1 + len(self.acts) + sum(map(bool, more))


def facts_of(event: Event, language: str) -> Facts:
    participations = [row for row in event.participations.all() if row.partner.is_public]
    themes = [theme for theme in event.themes.all() if theme.is_public]
    telling = _telling(themes)
    covers_all = {theme.number for theme in themes} >= VALLETTA_DOMAINS
    series = event.series if event.series and event.series.is_public else None
    acts = acts_of(participations)
    facts = Facts(
        language=language,
        event=event,
        tense=_tense(event),
        term=_term(event, acts),
        city=text_in(event, "city", language).value,
        country=_country(event, participations, language),
        acts=acts,
        themes=[]
        if covers_all
        else [text_in(theme, "name", language).value for theme in telling[:MOST_THEMES]],
        has_more_themes=len(telling) > MOST_THEMES,
        covers_all_domains=covers_all,
        participants=event.participants_count or 0,
        series=text_in(series, "title", language).value if series else "",
        is_back_to_back=series is not None and series.series_kind == Series.Kind.BACK_TO_BACK,
    )
    return _shortened(facts)


def _shortened(facts: Facts) -> Facts:
    """What did not take place has no themes or participants; and an opening is no inventory."""
    if facts.tense == Tense.DUE:
        return replace(facts, themes=[], covers_all_domains=False, participants=0, series="")
    if facts.sentence_count > MOST_SENTENCES and facts.is_back_to_back:
        facts = replace(facts, series="")
    if facts.sentence_count > MOST_SENTENCES:
        facts = replace(facts, themes=[], covers_all_domains=False)
    return facts


def _telling(themes: list[Theme]) -> list[Theme]:
    """Topics, or else domains; topics of no one domain, such as the Process's governance, last."""
    topics = [theme for theme in themes if theme.level == Theme.Level.TOPIC]
    return sorted(topics, key=lambda topic: topic.parent_id is None) or themes


def _tense(event: Event) -> Tense:
    if event.status == Event.Status.HELD:
        return Tense.PAST
    if event.status != Event.Status.PLANNED:
        return Tense.DUE
    today = timezone.localdate()
    if event.date is None or today < event.date.earliest:
        return Tense.FUTURE
    if event.date.latest < today:
        return Tense.DUE
    return Tense.PRESENT if event.date.is_exact else Tense.FUTURE


def _term(event: Event, acts: list[list[Act]]) -> Partner | None:
    term = event.chair_term
    if term is None or not term.is_public:
        return None
    if event.date is None or event.date.precision == Precision.YEAR:
        return term.partner
    is_told = any(term.partner in act.actors for sentence in acts for act in sentence)
    return None if event.date.is_exact or is_told else term.partner


def _country(event: Event, participations: Iterable[Participation], language: str) -> str:
    """Named as the partner is, where the country is one and had a part in the event."""
    if not event.country or event.mode == Event.Mode.ONLINE:
        return ""
    code = str(event.country)
    for row in participations:
        if row.partner.iso == code:
            return text_in(row.partner, "name", language).value
    return country_name(code, language)


def acts_of(participations: Iterable[Participation]) -> list[list[Act]]:
    """Who did what, in the order it is told, and what of it goes into one sentence."""
    by_role: dict[str, list[Partner]] = {role: [] for role in Role.values}
    for row in participations:
        by_role[row.role].append(row.partner)
    outgoing, incoming = by_role[Role.OUTGOING_CHAIR], by_role[Role.INCOMING_CHAIR]
    # Several co-hosts and no host hosted it together; of one alone, the host is not public or not known,
    # and it would be wrong to call it the host. Who hands the chair over, or takes it, has held it.
    hosts, co_hosts = by_role[Role.HOST], by_role[Role.CO_HOST]
    if not hosts:
        hosts, co_hosts = (co_hosts, []) if len(co_hosts) > 1 else ([], [])
    chairs = [partner for partner in by_role[Role.CHAIR] if partner not in (*outgoing, *incoming)]
    co_chairs = by_role[Role.CO_CHAIR]

    told: list[list[Act]] = []
    if by_role[Role.ORGANISER]:
        told.append([Act(Deed.ORGANISE, by_role[Role.ORGANISER])])
    main: list[Act] = []
    if hosts and hosts == chairs:
        main.append(Act(Deed.HOST_AND_CHAIR, hosts, co_hosts=co_hosts, co_chairs=co_chairs))
    else:
        if hosts:
            main.append(Act(Deed.HOST, hosts, co_hosts=co_hosts))
        if chairs:
            main.append(Act(Deed.CHAIR, chairs, co_chairs=co_chairs))
        elif co_chairs:
            main.append(Act(Deed.CO_CHAIR, co_chairs))
    if main:
        told.append(main)
    handover = _handover(outgoing, incoming, hosts)
    if handover and len(main) == 1 and len(hosts) == 1 and handover.actors == hosts:
        main.append(handover)
    elif handover:
        told.append([handover])
    return told


def _handover(outgoing: list[Partner], incoming: list[Partner], hosts: list[Partner]) -> Act | None:
    if outgoing and incoming:
        if incoming == hosts:
            return Act(Deed.TAKE_OVER, incoming, other=outgoing)
        return Act(Deed.HAND_OVER, outgoing, other=incoming)
    if outgoing:
        return Act(Deed.CHAIR_LAST, outgoing)
    return Act(Deed.CHAIR_NEXT, incoming) if incoming else None
