import pytest
from django.db import connection


def pytest_configure(config):
    # Workers share the files that the first process has compiled.
    if not hasattr(config, "workerinput"):
        from khartoum.catalogues import compile_catalogues

        compile_catalogues()


def pytest_runtest_setup(item):
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give DATABASE_URL=postgres://…")
