import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

pytestmark = pytest.mark.once

SETTINGS = Path(__file__).parents[2] / "khartoum" / "settings.py"
VARIABLES = [
    *("PORTAL_MODE", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "SITE_URL", "SECURITY_CONTACT"),
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "BEHIND_TLS_PROXY", "TRUSTED_PROXIES", "LOG_LEVEL"),
    *("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"),
    *("SECOND_FACTOR_REQUIRED", "EMAIL_URL", "EMAIL_FROM"),
    *("OIDC_ISSUER", "OIDC_NAME", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_HAS_SECOND_FACTOR"),
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


@pytest.mark.parametrize("name", ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"])
def test_browsers_are_told_of_other_hosts_only_where_that_is_set(read_settings, name):
    assert read_settings(**PRODUCTION)[name] is False
    assert read_settings(**PRODUCTION, **{name: "yes"})[name] is True


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
        ("SECOND_FACTOR_REQUIRED", "no"),
        ("EMAIL_URL", "gopher://mail.example.org"),
        ("TRUSTED_PROXIES", "some"),
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
    options = database["OPTIONS"]
    assert options["sslmode"] == "require"
    assert (options["pool"]["min_size"], options["pool"]["max_size"]) == (1, 8)


def test_second_factor_is_forced_in_production_and_optional_elsewhere(read_settings):
    assert read_settings(**PRODUCTION)["SECOND_FACTOR_REQUIRED"] is True
    assert read_settings()["SECOND_FACTOR_REQUIRED"] is False
    assert read_settings(SECOND_FACTOR_REQUIRED="yes")["SECOND_FACTOR_REQUIRED"] is True


def test_the_place_of_files_in_the_server_in_front_has_a_slash_at_either_end(read_settings):
    assert read_settings(X_ACCEL_PREFIX="/_stored/")["X_ACCEL_PREFIX"] == "/_stored/"
    for wrong in ("_stored/", "/_stored", "/"):
        with pytest.raises(ImproperlyConfigured, match=r"^X_ACCEL_PREFIX must begin and end"):
            read_settings(X_ACCEL_PREFIX=wrong)


def test_behind_a_proxy_the_number_of_proxies_has_to_be_given(read_settings):
    """With the wrong one, everybody would count as one address, or anybody as any."""
    with pytest.raises(ImproperlyConfigured, match=r"^Set TRUSTED_PROXIES in the environment"):
        read_settings(**PRODUCTION, BEHIND_TLS_PROXY="yes")

    assert read_settings(**PRODUCTION, BEHIND_TLS_PROXY="yes", TRUSTED_PROXIES="2")["TRUSTED_PROXIES"] == 2
    assert read_settings(**PRODUCTION)["TRUSTED_PROXIES"] == 0


def test_mail_goes_to_a_folder_where_the_portal_is_tried(read_settings, tmp_path):
    settings = read_settings()

    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert settings["EMAIL_FILE_PATH"] == tmp_path / "mail"


def test_production_without_a_mail_server_sends_none(read_settings):
    settings = read_settings(**PRODUCTION)

    assert settings["SENDS_MAIL"] is False
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"


@pytest.mark.parametrize(
    ("scheme", "port", "is_tls", "is_starttls"),
    [("smtps", 465, True, False), ("smtp+tls", 587, False, True), ("smtp", 25, False, False)],
)
def test_mail_server_is_read_from_its_address(read_settings, scheme, port, is_tls, is_starttls):
    address = f"{scheme}://portal%40example.org:a%2Fb@mail.example.org"

    settings = read_settings(**PRODUCTION, EMAIL_URL=address, EMAIL_FROM="portal@example.org")

    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("portal@example.org", "a/b")
    assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (is_tls, is_starttls)
    assert settings["DEFAULT_FROM_EMAIL"] == "portal@example.org"


def test_production_that_sends_mail_says_from_whom(read_settings):
    with pytest.raises(ImproperlyConfigured, match=r"^Set EMAIL_FROM in the environment"):
        read_settings(**PRODUCTION, EMAIL_URL="smtps://mail.example.org")


SINGLE_SIGN_ON = {
    "OIDC_ISSUER": "https://login.example.org/",
    "OIDC_NAME": "The Commission",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "secret",
}


def test_single_sign_on_is_off_unless_all_of_it_is_set(read_settings):
    assert read_settings(**PRODUCTION)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"] == []
    for name in SINGLE_SIGN_ON.keys() - {"OIDC_ISSUER"}:
        with pytest.raises(ImproperlyConfigured, match=f"^{name} is missing"):
            read_settings(**PRODUCTION, **{**SINGLE_SIGN_ON, name: ""})

    [app] = read_settings(**PRODUCTION, **SINGLE_SIGN_ON)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]

    assert (app["name"], app["client_id"], app["secret"]) == ("The Commission", "portal", "secret")
    assert app["settings"]["server_url"] == "https://login.example.org"


def test_single_sign_on_is_not_trusted_over_a_plain_line(read_settings):
    with pytest.raises(ImproperlyConfigured, match=r"^OIDC_ISSUER must begin with https://"):
        read_settings(**{**PRODUCTION, **SINGLE_SIGN_ON, "OIDC_ISSUER": "http://login.example.org"})
