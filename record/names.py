"""By what names the files call their rows."""

from collections.abc import Iterable

from django.utils.text import slugify

from declarations.models import Provision
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


def kind_of_items(pack: Pack, document: str) -> Provision.Kind:
    """What the items of the document's outline are in its text."""
    return Provision.Kind(pack.outlines.get(document, {}).get("kind", Provision.Kind.PARAGRAPH))


def eid_of(item: Row, kind: Provision.Kind) -> str:
    """`para-1` by the number it has in the text. Where that is not known, `para-root-causes` by its
    heading: a number of ours would take the place of another paragraph."""
    return f"{Provision.PREFIXES[kind]}-{item['number'] or slugify(item['heading'] or '')}"
