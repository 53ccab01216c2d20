"""States and organisations, with their standing and what happened to it."""

from collections.abc import Iterator
from typing import Any

from members.models import Partner
from record.entries import Entry
from record.mapping.texts import (
    confidence_from,
    in_languages,
    note,
    public_note,
    unofficial,
    unofficial_parts,
)
from record.schema import BASES
from record.sources import Pack, Row

FILE = "members.json"


def entries(pack: Pack) -> Iterator[Entry]:
    for state in pack.states:
        yield country(pack, state)
    for row in pack.organisations:
        yield organisation(pack, row)


def country(pack: Pack, state: Row) -> Entry:
    milestones = [
        milestone(pack, row) for row in pack.membership_events if row["state"] == state["iso_alpha2"]
    ]
    return Entry(
        file=FILE,
        model=Partner,
        slug=state["slug"],
        values={
            "partner_kind": Partner.Kind.COUNTRY.value,
            **in_languages("name", state["name_en"], state["name_fr"], state["name_ar"]),
            "iso": state["iso_alpha2"],
            "region": state["region_group"],
            "other_names": {language: names for language, names in state["also_written"].items() if names},
            **pack.grammar[state["slug"]],
            "memberships": memberships_of_state(pack, state),
            "milestones": milestones,
            "sources": state["sources"],
            "confidence": confidence_from(state["sources"]),
            "editor_note": note(state["notes"]),
        },
        unofficial=unofficial_parts(milestones, "milestones", "note"),
    )


def organisation(pack: Pack, row: Row) -> Entry:
    slug = row["slug"]
    names = {language: pack.translations[language].organisations[slug] for language in ("fr", "ar")}
    values: dict[str, Any] = {
        "partner_kind": Partner.Kind.ORGANISATION.value,
        "acronym": row["acronym"],
        **in_languages("name", row["name_en"], names["fr"], names["ar"]),
        "other_names": {
            language: [row[f"name_{language}"]]
            for language, name in names.items()
            if row[f"name_{language}"] and not same_name(row[f"name_{language}"], name)
        },
        **pack.grammar[slug],
        "memberships": [membership(decided) for decided in pack.memberships.get(slug, [])],
        "sources": row["sources"],
        "confidence": confidence_from(row["sources"]),
        "editor_note": note(row["notes"]),
    }
    return Entry(file=FILE, model=Partner, slug=slug, values=values, unofficial=unofficial(values, "name"))


def same_name(one: str, other: str) -> bool:
    return one.replace("'", "’") == other.replace("'", "’")


def membership(row: Row, **known: Any) -> dict[str, Any]:
    return {
        "standing": row["standing"],
        "basis": None,
        "start": None,
        "end": None,
        "not_before": row.get("not_before"),
        "attested": whole(row.get("attested")),
        "unlisted": whole(row.get("unlisted")),
        **known,
    }


def memberships_of_state(pack: Pack, state: Row) -> list[dict[str, Any]]:
    decided = pack.memberships.get(state["slug"], [{"standing": "member"}])
    return [
        membership(
            row,
            basis=BASES[state["membership_start_basis"]].value,
            start=whole(state["membership_start"]),
            end=whole(state["membership_end"]),
        )
        for row in decided
    ]


def milestone(pack: Pack, row: Row) -> dict[str, Any]:
    return {
        "what": row["event"],
        "date": whole(row["date"]),
        **public_note(pack, "note", row["note"]),
        "sources": row["sources"],
        "mirrors": row.get("mirrors", []),
    }


def whole(date: str | None) -> list[str] | None:
    """One day, month or year as a span."""
    return None if date is None else [date, date]
