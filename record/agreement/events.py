"""Chair terms, themes, meetings and documents name each other."""

from collections.abc import Iterable

from record.agreement.findings import Findings
from record.names import partner_slugs, slugs, unknown
from record.sources import Pack


def chairs(pack: Pack) -> Findings:
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
            yield (
                "meetings.json",
                event["slug"],
                "chairs",
                "Not the outgoing and the incoming chair of the terms.",
            )


def themes(pack: Pack) -> Findings:
    for topic in pack.topics:
        if topic["nearest_domain"] not in {None, *slugs(pack.domains)}:
            message = f"There is no domain {topic['nearest_domain']!r}."
            yield "themes.json", topic["slug"], "nearest_domain", message


def meetings(pack: Pack) -> Findings:
    known: dict[str, Iterable[str]] = dict.fromkeys(
        ("hosts", "co_hosts", "chairs", "co_chairs"), partner_slugs(pack)
    )
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
            yield (
                "meetings.json",
                event["slug"],
                "participants_note",
                "There is no number that it could be about.",
            )


def documents(pack: Pack) -> Findings:
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
