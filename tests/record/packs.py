"""Copies of the record's files for tests: whole, cut down to a few rows, or broken."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

SHIPPED = settings.BASE_DIR / "data" / "record"

STATES = ["egypt", "france", "kenya"]
ORGANISATIONS = ["european-commission"]
EVENTS = ["ministerial-cairo-2025", "sc-lisbon-2024", "tm-aswan-french-chairmanship", "tm-paris-2025"]
DOCUMENTS = ["cairo-action-plan-2025", "cairo-ministerial-declaration-2025"]
CHAIRS = [9, 10]


def edit(folder: Path, file: str, change: Callable[[Any], Any]) -> None:
    """Let `change` alter the file's content, or return what is to stand in its place."""
    path = folder / file
    content = json.loads(path.read_text("utf-8"))
    changed = change(content)
    path.write_text(json.dumps(content if changed is None else changed), "utf-8")


def row(rows: list[dict], slug: str) -> dict:
    return next(found for found in rows if found["slug"] == slug)


def cut_pack(folder: Path) -> Path:
    """Three states, one organisation, two chair terms, four events, two documents: quick to load."""
    shutil.copytree(SHIPPED, folder)
    edit(folder, "members.json", cut_members)
    edit(folder, "chairs.json", cut_chairs)
    edit(folder, "meetings.json", only(EVENTS))
    edit(folder, "documents.json", only(DOCUMENTS))
    edit(folder, "series.json", only(["lisbon-2024-10"]))
    edit(folder, "pages.json", only(["about"]))
    edit(folder, "glossary.json", only(["cairo-action-plan"]))
    edit(folder, "placements.json", named(EVENTS))
    edit(folder, "natures.json", named(DOCUMENTS))
    edit(folder, "outlines.json", named(DOCUMENTS))
    edit(folder, "memberships.json", named(ORGANISATIONS))
    edit(folder, "grammar.json", named([*STATES, *ORGANISATIONS]))
    edit(
        folder,
        "redirects.json",
        named(["/activities", "/activities/2nd-ministerial-conference-of-the-khartoum-process"]),
    )
    for language in ("fr", "ar"):
        edit(folder, f"{language}.json", cut_translations)
    return folder


def only(slugs):
    return lambda rows: [found for found in rows if found["slug"] in slugs]


def named(slugs):
    return lambda rows: {slug: found for slug, found in rows.items() if slug in slugs}


def cut_members(content):
    content["states"] = [
        state | {"steering_committee_snapshots": []} for state in only(STATES)(content["states"])
    ]
    content["organisations"] = [
        found | {"steering_committee": False} for found in only(ORGANISATIONS)(content["organisations"])
    ]
    content["steering_committee_snapshots"] = []
    content["membership_events"] = []
    content["counts"] = {"states_current": 3, "rome_signatories": 3, "named_in_cairo_2025": 3}


def cut_chairs(content):
    content["chairs"] = [term for term in content["chairs"] if term["order"] in CHAIRS]


def cut_translations(content):
    content["events"] = named(EVENTS)(content["events"])
    content["documents"] = named(DOCUMENTS)(content["documents"])
    content["chairs"] = named([str(order) for order in CHAIRS])(content["chairs"])
    content["organisations"] = named(ORGANISATIONS)(content["organisations"])
