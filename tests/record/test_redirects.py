"""Every address of the earlier site that the record knows of has been decided."""

import json
import re
from urllib.parse import urlsplit

import pytest

from tests.record.packs import SHIPPED

pytestmark = pytest.mark.once

SOURCED = ["members.json", "chairs.json", "themes.json", "meetings.json", "documents.json"]
# What the README of the record tells of the site beside the sources.
NAMED = [
    "/about/actors-and-governance",
    "/about/africa-eu-dialogue-on-migration-and-mobility-mmd",
    "/about/tackling-human-trafficking-and-people-smuggling",
    "/activities",
    "/activities/2nd-ministerial-conference-of-the-khartoum-process",
    "/activities/monitoring",
    "/activities/political-meetings",
    "/activities/steering-committee",
    "/activities/technical-meetings",
    "/activities/thematic-meetings",
    "/activities/thematic-workshops",
    "/countries",
    "/in-action/thematic-meetings",
    "/news-and-events/news",
    "/news-and-events/newsletter/issue-1",
    "/resources/library",
]


def old_addresses() -> set[str]:
    """Path and query of each address of the earlier site in the files, wherever it stands."""
    found = set()
    for file in SOURCED:
        text = (SHIPPED / file).read_text("utf-8")
        for address in re.findall(r'"(https?://[^"]+)"', text):
            parts = urlsplit(address)
            if parts.hostname in {"khartoumprocess.net", "www.khartoumprocess.net"}:
                path = parts.path.rstrip("/")
                found.add(f"{path}?{parts.query}" if parts.query else path)
    return found


def test_every_old_address_among_the_sources_has_a_new_page():
    decided = json.loads((SHIPPED / "redirects.json").read_text("utf-8"))

    assert sorted(old_addresses() - decided.keys()) == []
    assert sorted(set(NAMED) - decided.keys()) == []


def test_the_files_do_name_old_addresses():
    assert "/activities?start=24" in old_addresses()
    assert len(old_addresses()) > 40
