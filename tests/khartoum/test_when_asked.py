"""In a process of its own, for the tests' own has long loaded everything."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib import admin

pytestmark = pytest.mark.once

ASK = """
import sys
from concurrent.futures import ThreadPoolExecutor

from django.test import Client

import khartoum.wsgi
from django.contrib import admin
from django.template import engines

# What visitors ask for needs none of it.
assert Client(headers={"host": "localhost"}).get("/robots.txt").status_code == 200
assert not [name for name in sys.modules if ".admin." in f"{name}." and name.split(".")[0] in sys.argv[1:]]
assert admin.site._registry == {}
# With a visitor's first page come all libraries of tags, those of the desk's templates among them.
engines.all()
assert not {"desk.home", "spreadsheets.kinds", "publishing.forms"} & set(sys.modules)

from django.urls import resolve, reverse

# As threads would come that serve.
addresses = ["/admin/", "/admin/desk/handover/", "/admin/spreadsheets/", "/admin/desk/status/"] * 2
with ThreadPoolExecutor(8) as threads:
    found = list(threads.map(resolve, addresses))
assert [match.view_name for match in found[:4]] == [
    "admin:index", "desk:handover", "spreadsheets:imports", "status:page"
], found
assert reverse("admin:events_event_changelist") == "/admin/events/event/"
assert reverse("spreadsheets:import", kwargs={"pk": 1}) == "/admin/spreadsheets/1/"
print(len(admin.site._registry))
"""
OURS = (
    "accounts",
    "declarations",
    "desk",
    "events",
    "members",
    "pages",
    "publishing",
    "reports",
    "spreadsheets",
)


def test_a_process_for_visitors_loads_the_desk_when_somebody_asks_for_it_and_then_all_of_it(
    tmp_path,
):
    (tmp_path / "static").mkdir()
    ran = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", ASK, *OURS],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert int(ran.stdout) == len(admin.site._registry) > 10
