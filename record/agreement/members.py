"""States and organisations, their seats and their standing."""

from django_countries import countries

from record.agreement.findings import Findings
from record.names import partner_slugs, slugs, unknown
from record.sources import Pack

STANDING_OF_ROLE = {
    "member_organisation": "member",
    "secretariat_support": "secretariat_support",
    "partner_organisation": "partner_organisation",
}


def states(pack: Pack) -> Findings:
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


def committee(pack: Pack) -> Findings:
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
                yield (
                    "members.json",
                    label,
                    "temporary_states",
                    f"{code} itself says its seat is not temporary.",
                )
        for name in unknown(snapshot["organisations"], slugs(pack.organisations)):
            yield "members.json", label, "organisations", f"There is no organisation {name!r}."
    dated = {snapshot["as_of"] for snapshot in pack.snapshots}
    for state in pack.states:
        for seat in state["steering_committee_snapshots"]:
            if seat["as_of"] not in dated:
                yield (
                    "members.json",
                    state["slug"],
                    "steering_committee_snapshots",
                    "No such composition is given.",
                )
    for organisation in pack.organisations:
        sits = any(organisation["slug"] in snapshot["organisations"] for snapshot in pack.snapshots)
        if sits != organisation["steering_committee"]:
            yield (
                "members.json",
                organisation["slug"],
                "steering_committee",
                "The compositions say otherwise.",
            )


def memberships(pack: Pack) -> Findings:
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
