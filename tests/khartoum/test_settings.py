import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).parents[2] / "khartoum" / "settings.py"
VARIABLES = [
    *("PORTAL_MODE", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "SITE_URL", "SECURITY_CONTACT"),
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "BEHIND_TLS_PROXY", "LOG_LEVEL"),
]
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "a-key-of-tests-only-abcdefghijklmnopqrstuvwxyz-0123456789",
    "ALLOWED_HOSTS": "portal.example.org, www.portal.example.org",
    "DATABASE_URL": "postgres://portal:secret@db.example.org:5432/portal",
    "SITE_URL": "https://portal.example.org/",
}


@pytest.fixture
def read_settings(monkeypatch, tmp_path):
    def read(**environment):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"VAR_DIR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_portal_is_a_local_one_with_nothing_set(read_settings, tmp_path):
    settings = read_settings()

    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "portal.sqlite3")
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["SITE_URL"] == "http://localhost:8000"
    assert settings["DEBUG"] is False


def test_local_key_is_made_once_and_kept(read_settings, tmp_path):
    first = read_settings()["SECRET_KEY"]

    assert read_settings()["SECRET_KEY"] == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_starts_with_all_it_needs(read_settings):
    settings = read_settings(**PRODUCTION)

    assert settings["ALLOWED_HOSTS"] == ["portal.example.org", "www.portal.example.org"]
    assert settings["SITE_URL"] == "https://portal.example.org"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL"])
def test_production_names_the_setting_it_lacks(read_settings, name):
    environment = {**PRODUCTION, name: ""}

    with pytest.raises(ImproperlyConfigured, match=f"^Set {name} in the environment"):
        read_settings(**environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "ab" * 30),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "sqlite:///portal.sqlite3"),
        ("SITE_URL", "http://portal.example.org"),
        ("DEBUG", "yes"),
        ("DEBUG", "perhaps"),
        ("SECURE_HSTS_SECONDS", "a year"),
    ],
)
def test_production_refuses_an_unsafe_setting_by_name(read_settings, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} "):
        read_settings(**{**PRODUCTION, name: value})


def test_unknown_mode_is_refused(read_settings):
    with pytest.raises(ImproperlyConfigured, match=r"^PORTAL_MODE must be local or production"):
        read_settings(PORTAL_MODE="staging")


def test_postgresql_keeps_connections_in_a_pool_and_the_options_of_its_address(read_settings):
    address = PRODUCTION["DATABASE_URL"] + "?sslmode=require"

    database = read_settings(**{**PRODUCTION, "DATABASE_URL": address})["DATABASES"]["default"]

    assert database["CONN_MAX_AGE"] == 0
    assert database["OPTIONS"] == {
        "sslmode": "require",
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    }
