"""The files decided by hand speak of what there is, and of all of it."""

from record.agreement.findings import Findings
from record.names import slugs, unknown
from record.sources import Pack


def decisions(pack: Pack) -> Findings:
    events, partners = slugs(pack.meetings), slugs([*pack.states, *pack.organisations])
    orders = {row["order"] for row in pack.chairs}
    for slug, placement in pack.placements.items():
        if slug not in events:
            yield "placements.json", slug, "", "There is no such meeting."
        if placement.get("chair_term") not in {None, *orders}:
            yield "placements.json", slug, "chair_term", f"There is no term {placement['chair_term']}."
    for slug in unknown(pack.natures, slugs(pack.documents)):
        yield "natures.json", slug, "", "There is no such document."
    outlined = {document["slug"] for document in pack.documents if document["outline"]}
    for slug in unknown(pack.outlines, outlined):
        yield "outlines.json", slug, "", "There is no such document with an outline."
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


def redirects(pack: Pack) -> Findings:
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
