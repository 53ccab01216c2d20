"""By what names the files call their rows."""

from collections.abc import Iterable

from record.sources import Pack, Row


def partner_slugs(pack: Pack) -> dict[str, str]:
    """The slug of each partner by what the files call it: a country code or an organisation's slug."""
    by_code = {state["iso_alpha2"]: state["slug"] for state in pack.states}
    return by_code | {organisation["slug"]: organisation["slug"] for organisation in pack.organisations}


def slugs(rows: Iterable[Row]) -> set[str]:
    return {row["slug"] for row in rows}


def unknown(names: Iterable[str], known: Iterable[str]) -> list[str]:
    have = set(known)
    return [name for name in names if name not in have]
