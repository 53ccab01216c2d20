"""Make-ups of the Steering Committee, as sources gave them."""

from collections.abc import Iterator

from members.models import CommitteeComposition
from record.entries import Entry
from record.mapping.partners import whole
from record.mapping.texts import confidence_from, public_note, unofficial
from record.names import partner_slugs
from record.sources import Pack, Row


def entries(pack: Pack) -> Iterator[Entry]:
    slugs = partner_slugs(pack)
    for row in pack.snapshots:
        temporary = temporary_states(pack, row)
        states = dict.fromkeys([*row["states"], *row.get("temporary_states", [])])
        values = {
            "date": whole(row["as_of"]),
            **public_note(pack, "note", row["note"]),
            "seats": [
                {"partner": slugs[code], "is_temporary": code in temporary}
                for code in [*states, *row["organisations"]]
            ],
            "sources": row["sources"],
            "confidence": confidence_from(row["sources"]),
        }
        yield Entry(
            file="members.json",
            model=CommitteeComposition,
            slug=f"steering-committee-{row['as_of'] or 'undated'}",
            values=values,
            unofficial=unofficial(values, "note"),
        )


def temporary_states(pack: Pack, snapshot: Row) -> set[str]:
    """States say of their own seats which were temporary, also where the composition itself does not."""
    return {
        state["iso_alpha2"]
        for state in pack.states
        for seat in state["steering_committee_snapshots"]
        if seat["as_of"] == snapshot["as_of"] and seat["temporary"]
    }
