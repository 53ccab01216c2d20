"""Where the log goes and how it looks: Django's setting LOGGING, out of ours."""

from ipaddress import ip_address
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FORMATS = {
    "json": {"()": "operations.logs.formats.JSONLines"},
    "plain": {"()": "operations.logs.formats.PlainLines"},
}


def logging_settings(
    *,
    form: str,
    level: str,
    requests: bool,
    debug: bool,
    errors_to: list[str],
    letters_in: str,
    sentry_dsn: str,
    counted: bool,
) -> dict[str, Any]:
    if form not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT must be json or plain, not {form!r}.")
    handlers: dict[str, dict[str, Any]] = {
        "console": {
            "class": "logging.StreamHandler",
            # At a developer's own screen, errors are told as Python tells them, with all that was typed.
            **({} if debug else {"formatter": form, "filters": ["of_request"]}),
        }
    }
    if errors_to:
        handlers["letters"] = {
            "class": "operations.logs.letters.ErrorLetters",
            "to": errors_to,
            "memory": letters_in,
            "filters": ["of_request"],
        }
    if sentry_dsn:
        handlers["collected"] = {
            "class": "operations.logs.collected.CollectedErrors",
            "dsn": sentry_dsn,
            "filters": ["of_request"],
        }
    if counted:
        handlers["counted"] = {"class": "operations.metrics.errors.CountedErrors"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": FORMATS,
        "filters": {"of_request": {"()": "operations.logs.formats.OfRequest"}},
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": level},
        "loggers": {
            # Django's own handlers would say everything twice, and send letters with settings and cookies.
            "django": {"handlers": [], "level": level},
            # What was not found, or refused, is in the line of its request.
            "django.request": {"level": "ERROR"},
            "portal.requests": {"level": "INFO" if requests else "ERROR"},
        },
    }


def check_where_told(*, host: str, sends_mail: bool, errors_to: list[str], sentry_dsn: str) -> None:
    """Of production: figures stay inside, and errors have a way out."""
    try:
        address = ip_address(host)
    except ValueError as error:
        raise ImproperlyConfigured(f"METRICS_HOST must be an IP address, not {host!r}.") from error
    if address.is_unspecified or address.is_global:
        raise ImproperlyConfigured(
            "METRICS_HOST must be an address that the public cannot reach: 127.0.0.1, or one of a network "
            "of your own."
        )
    if errors_to and not sends_mail:
        raise ImproperlyConfigured("ERRORS_TO needs a mail server: set EMAIL_URL, or leave ERRORS_TO empty.")
    if sentry_dsn and not sentry_dsn.startswith("https://"):
        raise ImproperlyConfigured("SENTRY_DSN must begin with https:// in production.")
