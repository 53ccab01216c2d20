"""Do the files agree with each other? What one names, another must have; what is said twice must be the same."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django_countries import countries

from publishing.dates import PartialDate
from record.problems import Problem, RecordError
from record.sources import Pack, Row


def check(pack: Pack) -> None:
    """Raises RecordError with everything that does not agree."""
    found = [
        Problem(*problem)
        for part in (uniqueness, dates, states, committee, memberships, chairs, themes, meetings, documents)
        for problem in part(pack)
    ]
    found += [Problem(*problem) for part in (translations, decisions, redirects) for problem in part(pack)]
    if found:
        raise RecordError(found)


# file, slug, field, message
Found = Iterable[tuple[str, str, str, str]]


def partner_slugs(pack: Pack) -> dict[str, str]:
    """The slug of each partner by what the files call it: a country code or an organisation's slug."""
    by_code = {state["iso_alpha2"]: state["slug"] for state in pack.states}
    return by_code | {organisation["slug"]: organisation["slug"] for organisation in pack.organisations}


def slugs(rows: Iterable[Row]) -> set[str]:
    return {row["slug"] for row in rows}


def unknown(names: Iterable[str], known: Iterable[str]) -> list[str]:
    have = set(known)
    return [name for name in names if name not in have]


def uniqueness(pack: Pack) -> Found:
    kinds: list[tuple[str, str, list[Any]]] = [
        ("members.json", "slug", [row["slug"] for row in [*pack.states, *pack.organisations]]),
        ("members.json", "iso_alpha2", [row["iso_alpha2"] for row in pack.states]),
        ("members.json", "as_of", [row["as_of"] for row in pack.snapshots]),
        ("chairs.json", "order", [row["order"] for row in pack.chairs]),
        ("themes.json", "slug", [row["slug"] for row in [*pack.domains, *pack.topics]]),
        ("themes.json", "number", [row["number"] for row in pack.domains]),
        ("meetings.json", "slug", [row["slug"] for row in pack.meetings]),
        ("documents.json", "slug", [row["slug"] for row in pack.documents]),
        ("series.json", "slug", [row["slug"] for row in pack.series]),
        ("pages.json", "slug", [row["slug"] for row in pack.pages]),
    ]
    for file, field, values in kinds:
        for value, count in Counter(values).items():
            if count > 1:
                yield file, str(value), field, f"This is used {count} times; it may be used once."


def dates(pack: Pack) -> Found:
    """A date is as long as its precision says, and ends after it starts."""
    said: list[tuple[str, str, Row, str, str]] = []
    for row in pack.states:
        said.append(("members.json", row["slug"], row, "membership_start", "membership_start_precision"))
        said.append(("members.json", row["slug"], row, "membership_end", "membership_end_precision"))
        said += [
            ("members.json", row["slug"], seat, "as_of", "as_of_precision")
            for seat in row["steering_committee_snapshots"]
        ]
    said += [("members.json", str(row["as_of"]), row, "as_of", "as_of_precision") for row in pack.snapshots]
    said += [("members.json", row["state"], row, "date", "precision") for row in pack.membership_events]
    for row in pack.chairs:
        said.append(("chairs.json", str(row["order"]), row, "start", "start_precision"))
        said.append(("chairs.json", str(row["order"]), row, "end", "end_precision"))
    for row in pack.meetings:
        said.append(("meetings.json", row["slug"], row, "start_date", "date_precision"))
        said.append(("meetings.json", row["slug"], row, "end_date", "date_precision"))
    for row in pack.documents:
        said.append(("documents.json", row["slug"], row, "date_adopted", "date_adopted_precision"))
        said.append(("documents.json", row["slug"], row, "date_document", "date_document_precision"))
    for file, slug, row, field, precision in said:
        real = None if row[field] is None else PartialDate.parse(row[field]).precision
        if real != row[precision]:
            yield file, slug, field, f"{row[field]!r} is not a date of the precision {row[precision]!r}."
    for row in pack.meetings:
        yield from span("meetings.json", row["slug"], "end_date", row["start_date"], row["end_date"])


def span(file: str, slug: str, field: str, start: str | None, end: str | None) -> Found:
    if start is None:
        if end is not None:
            yield file, slug, field, "There is an end without a start."
        return
    try:
        PartialDate.parse(start, end)
    except ValidationError as error:
        yield file, slug, field, " ".join(error.messages)


def states(pack: Pack) -> Found:
    for state in pack.states:
        slug = state["slug"]
        if countries.alpha3(state["iso_alpha2"]) != state["iso_alpha3"]:
            yield "members.json", slug, "iso_alpha3", f"{state['iso_alpha3']!r} is not {state['iso_alpha2']}."
        signed = state["membership_start_basis"] == "signatory of the Rome Declaration"
        if signed != state["rome_declaration_signatory"] or signed != (state["membership_start"] is not None):
            yield (
                "members.json",
                slug,
                "membership_start_basis",
                "A signatory has the date of the declaration as its start, and nobody else has one.",
            )
    counted = {
        "states_current": sum(state["status"] == "member" for state in pack.states),
        "rome_signatories": sum(state["rome_declaration_signatory"] for state in pack.states),
        "named_in_cairo_2025": sum(state["named_in_cairo_declaration_2025"] for state in pack.states),
    }
    for name, number in counted.items():
        if pack.counts[name] != number:
            yield "members.json", "counts", name, f"It says {pack.counts[name]}; the rows count {number}."
    known = partner_slugs(pack)
    for row in pack.membership_events:
        if row["state"] not in known:
            yield "members.json", row["state"], "state", "There is no such state in the file."


def committee(pack: Pack) -> Found:
    """Compositions, and what states and organisations say of their own seats."""
    for snapshot in pack.snapshots:
        label = str(snapshot["as_of"])
        temporary = set(snapshot.get("temporary_states", []))
        named = {*snapshot["states"], *temporary}
        own = {
            state["iso_alpha2"]: seat["temporary"]
            for state in pack.states
            for seat in state["steering_committee_snapshots"]
            if seat["as_of"] == snapshot["as_of"]
        }
        if named != set(own):
            differing = ", ".join(sorted(named ^ set(own)))
            yield "members.json", label, "states", f"Not the states that say so themselves: {differing}."
        for code in temporary:
            if own.get(code) is False:
                yield "members.json", label, "temporary_states", f"{code} itself says its seat is not temporary."
        for name in unknown(snapshot["organisations"], slugs(pack.organisations)):
            yield "members.json", label, "organisations", f"There is no organisation {name!r}."
    dated = {snapshot["as_of"] for snapshot in pack.snapshots}
    for state in pack.states:
        for seat in state["steering_committee_snapshots"]:
            if seat["as_of"] not in dated:
                yield "members.json", state["slug"], "steering_committee_snapshots", "No such composition is given."
    for organisation in pack.organisations:
        sits = any(organisation["slug"] in snapshot["organisations"] for snapshot in pack.snapshots)
        if sits != organisation["steering_committee"]:
            yield "members.json", organisation["slug"], "steering_committee", "The compositions say otherwise."


STANDING_OF_ROLE = {
    "member_organisation": "member",
    "secretariat_support": "secretariat_support",
    "partner_organisation": "partner_organisation",
}


def memberships(pack: Pack) -> Found:
    """What the rows leave open is decided in memberships.json, and nothing else."""
    file = "memberships.json"
    needed = {
        state["slug"]: "member"
        for state in pack.states
        if state["membership_start"] is None or state["status"] == "not_listed_since_2024"
    } | {
        organisation["slug"]: STANDING_OF_ROLE[organisation["role"]]
        for organisation in pack.organisations
        if organisation["role"] in STANDING_OF_ROLE
    }
    for slug, standing in needed.items():
        decided = pack.memberships.get(slug, [])
        if standing not in [row["standing"] for row in decided]:
            yield file, slug, "standing", f"Nothing is decided about its standing as {standing}."
    for slug in unknown(pack.memberships, needed):
        yield file, slug, "", "Nothing about this partner is open to decision."
    for state in pack.states:
        unlisted = any("unlisted" in row for row in pack.memberships.get(state["slug"], []))
        if unlisted != (state["status"] == "not_listed_since_2024"):
            yield file, state["slug"], "unlisted", "It goes with the status not_listed_since_2024."


def chairs(pack: Pack) -> Found:
    file = "chairs.json"
    known, events = partner_slugs(pack), {row["slug"]: row for row in pack.meetings}
    terms = {row["order"]: row for row in pack.chairs}
    for order, term in terms.items():
        label = str(order)
        if term["chair"] not in known:
            yield file, label, "chair", f"There is no partner {term['chair']!r}."
        if term["start"] and term["end"] and term["end"] < term["start"]:
            yield file, label, "end", "The term ends before it starts."
        if not term["nominal_years"]:
            yield file, label, "nominal_years", "The term needs the year it is named by."
        if term["handover_meeting"] is None:
            continue
        event, following = events.get(term["handover_meeting"]), terms.get(order + 1)
        if event is None:
            yield file, label, "handover_meeting", f"There is no meeting {term['handover_meeting']!r}."
        elif following is None:
            yield file, label, "handover_meeting", "The term was handed over, but no term follows."
        elif len(event["chairs"]) > 1 and event["chairs"] != [term["chair"], following["chair"]]:
            yield "meetings.json", event["slug"], "chairs", "Not the outgoing and the incoming chair of the terms."


def themes(pack: Pack) -> Found:
    for topic in pack.topics:
        if topic["nearest_domain"] not in {None, *slugs(pack.domains)}:
            message = f"There is no domain {topic['nearest_domain']!r}."
            yield "themes.json", topic["slug"], "nearest_domain", message


def meetings(pack: Pack) -> Found:
    known: dict[str, Iterable[str]] = dict.fromkeys(("hosts", "co_hosts", "chairs", "co_chairs"), partner_slugs(pack))
    known |= {
        "documents": slugs(pack.documents),
        "domains": slugs(pack.domains),
        "topics": slugs(pack.topics),
    }
    series = slugs(pack.series)
    for event in pack.meetings:
        for field, names in known.items():
            for name in unknown(event[field], names):
                yield "meetings.json", event["slug"], field, f"There is no {name!r}."
        for field in ("series", "event_group"):
            if event[field] is not None and event[field] not in series:
                yield "meetings.json", event["slug"], field, f"There is no {event[field]!r} in series.json."
        if event["series"] and event["event_group"]:
            yield "meetings.json", event["slug"], "series", "An event belongs to one series or group."
        if event["participants_note"] and event["participants"] is None:
            yield "meetings.json", event["slug"], "participants_note", "There is no number that it could be about."


def documents(pack: Pack) -> Found:
    events = slugs(pack.meetings)
    for document in pack.documents:
        slug, adopted_at = document["slug"], document["adopted_at"]
        for name in unknown(document["related_meetings"], events):
            yield "documents.json", slug, "related_meetings", f"There is no meeting {name!r}."
        if adopted_at is not None and adopted_at not in events:
            yield "documents.json", slug, "adopted_at", f"There is no meeting {adopted_at!r}."
        if document["date_adopted"] and adopted_at is None:
            yield "documents.json", slug, "adopted_at", "It was adopted on a date, but no meeting is named."
        if document["source_url"] and document["source_url"] not in document["sources"]:
            yield "documents.json", slug, "source_url", "It is not among the sources."


def translations(pack: Pack) -> Found:
    """Translations have the same rows as the originals, and lists of the same length."""
    originals: dict[str, tuple[dict[str, Row], tuple[str, ...]]] = {
        "events": ({row["slug"]: row for row in pack.meetings}, ("facts", "speakers")),
        "documents": ({row["slug"]: row for row in pack.documents}, ("summary_facts",)),
        "chairs": ({str(row["order"]): row for row in pack.chairs}, ("facts", "people", "priorities")),
        "organisations": ({row["slug"]: row for row in pack.organisations}, ()),
    }
    for language, translation in pack.translations.items():
        file = f"{language}.json"
        for section, (rows, lists) in originals.items():
            translated = getattr(translation, section)
            for slug in unknown(rows, translated):
                yield file, slug, section, "The translation is missing."
            for slug in unknown(translated, rows):
                yield file, slug, section, "There is nothing that this translates."
            for slug in rows.keys() & translated.keys():
                for field in lists:
                    count, wanted = len(translated[slug].get(field, [])), len(rows[slug].get(field, []))
                    if count != wanted:
                        yield file, slug, field, f"It has {count} items; the original has {wanted}."


def decisions(pack: Pack) -> Found:
    """The files decided by hand speak of what there is, and of all of it."""
    events, partners = slugs(pack.meetings), slugs([*pack.states, *pack.organisations])
    orders = {row["order"] for row in pack.chairs}
    for slug, placement in pack.placements.items():
        if slug not in events:
            yield "placements.json", slug, "", "There is no such meeting."
        if placement.get("chair_term") not in {None, *orders}:
            yield "placements.json", slug, "chair_term", f"There is no term {placement['chair_term']}."
    for slug in unknown(pack.natures, slugs(pack.documents)):
        yield "natures.json", slug, "", "There is no such document."
    for document in pack.documents:
        if document["issuer"] and document["issuer"] not in pack.issuers:
            yield "issuers.json", document["slug"], "issuer", f"{document['issuer']!r} is not translated."
    for slug in unknown(partners, pack.grammar):
        yield "grammar.json", slug, "", "How the name stands in a sentence is not decided."
    for slug in unknown(pack.grammar, partners):
        yield "grammar.json", slug, "", "There is no such partner."
    tied = {event["slug"]: event["series"] or event["event_group"] for event in pack.meetings}
    for series in pack.series:
        for slug in series.get("also", []):
            if slug not in events:
                yield "series.json", series["slug"], "also", f"There is no meeting {slug!r}."
            elif tied[slug]:
                yield "series.json", series["slug"], "also", f"{slug!r} already belongs to {tied[slug]!r}."


def redirects(pack: Pack) -> Found:
    known = {
        "event": slugs(pack.meetings),
        "document": slugs(pack.documents),
        "series": slugs(pack.series),
        "partner": slugs([*pack.states, *pack.organisations]),
        "theme": slugs([*pack.domains, *pack.topics]),
        "page": slugs(pack.pages),
    }
    for path, target in pack.redirects.items():
        if "slug" in target and target["slug"] not in known[target["kind"]]:
            yield "redirects.json", path, "slug", f"There is no {target['kind']} {target['slug']!r}."
