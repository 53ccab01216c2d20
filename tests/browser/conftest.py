"""Pages in the machine's own Chromium. Playwright never downloads one."""

import os

import pytest

from tests.browser.served import served_portal
from tests.conftest import chromium

# Playwright's synchronous API runs an event loop in this thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Chromium's sandbox refuses to run for root, which is who builds run as.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": [*sandbox, *QUIET]}


@pytest.fixture(scope="session")
def base_url(live_server):
    """So that `page.goto("/en/")` asks this test's own server."""
    return live_server.url


@pytest.fixture(scope="session")
def portal(tmp_path_factory, worker_id):
    # Workers serve one folder, which the first of them prepares.
    root = tmp_path_factory.getbasetemp()
    with served_portal((root if worker_id == "master" else root.parent) / "portal") as address:
        yield address
