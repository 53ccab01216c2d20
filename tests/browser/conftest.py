"""Pages in the machine's own Chromium. Playwright never downloads one."""

import os

import pytest

from scripts.chromium import flags, path_of_chromium
from tests.browser.served import served_portal

# Playwright's synchronous API runs an event loop in this thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": path_of_chromium(), "args": flags()}


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
