import gc

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import client
from django.test.client import store_rendered_templates

from accounts import append_only
from khartoum import waiting
from publishing import kept
from scripts.chromium import path_of_chromium
from tests import links, migrated


def pytest_configure(config):
    # Workers share the files that the first process has compiled.
    if not hasattr(config, "workerinput"):
        from khartoum.catalogues import compile_catalogues  # noqa: PLC0415 - workers have no use for it

        compile_catalogues()


def pytest_report_header():
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return [
        f"database: {engine}",
        f"browser: {path_of_chromium() or 'no Chromium found: browser tests are SKIPPED (set CHROMIUM)'}",
    ]


def pytest_runtest_setup(item):
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give DATABASE_URL=postgres://…")
    if item.get_closest_marker("browser") and not path_of_chromium():
        pytest.skip("needs Chromium: install it, or set CHROMIUM to its path")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings):
    if connection.vendor == "sqlite":
        migrated.begin_from(request.config.cache.mkdir("databases"))


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker):
    """Tests that commit have their tables emptied afterwards, which the audit log refuses. It fails here if
    a migration has lost that refusal; tests/accounts/test_audit_append_only.py puts it back to try it."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            migrated.keep(request.config.cache.mkdir("databases"))
        append_only.lift(connection)
        yield
        append_only.enforce(connection)


@pytest.fixture(scope="session", autouse=True)
def _what_is_loaded_is_not_looked_through_again():
    """The collector of garbage would walk through a whole Django some thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_refused_because_this_machine_is_busy():
    """A visitor who waits for the database too long is; tests of that set their own limits."""
    waiting.VISITOR = waiting.DESK = waiting.Waiting(silence=60, longest=60)


@pytest.fixture(scope="session", autouse=True)
def _each_template_is_stored_once():
    """For `response.context`, Django's client copies the context of each widget and row that is rendered."""

    def store_first(store, signal, sender, template, context, **kwargs):
        names = store.setdefault("template_names", set())
        if template.name not in names:
            names.add(template.name)
            store_rendered_templates(store, signal, sender, template, context, **kwargs)

    client.store_rendered_templates = store_first


@pytest.fixture(scope="session", autouse=True)
def _what_follows_from_links_follows():
    links.begin()


@pytest.fixture(autouse=True)
def _content_types_are_known(request):
    """So that a count of queries does not depend on which test ran before."""
    if "_django_db_helper" in request.fixturenames:
        request.getfixturevalue("_django_db_helper")
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_the_test_before():
    """Its rows are gone, and the next test counts the changes of the record from the same number."""
    kept.forget()
