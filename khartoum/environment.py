"""How a setting is read from the environment, and what is said of one that cannot be."""

import os

from django.core.exceptions import ImproperlyConfigured

REQUIRED = object()


def env(name, default=REQUIRED, *, advice=""):
    """The variable's value; without one the default, or a stop that says what to set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is REQUIRED:
        raise ImproperlyConfigured(f"Set {name} in the environment. {advice}".strip())
    return default


def env_bool(name, default):
    value = env(name, "")
    if not value:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def env_int(name, default):
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name, default=REQUIRED, *, advice=""):
    value = env(name, default, advice=advice)
    return [part.strip() for part in value.split(",") if part.strip()]
