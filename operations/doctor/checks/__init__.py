"""One module for each group of things that the doctor looks at."""

from operations.doctor.checks import (
    accounts,
    address,
    backups,
    caches,
    clock,
    database,
    django_s,
    durability,
    exposure,
    mail,
    replica,
    secrets,
    server,
    storage,
    tasks,
)

__all__ = [
    "accounts",
    "address",
    "backups",
    "caches",
    "clock",
    "database",
    "django_s",
    "durability",
    "exposure",
    "mail",
    "replica",
    "secrets",
    "server",
    "storage",
    "tasks",
]
