"""What the doctor looks at: one function for each thing, that yields what is wrong with it.

Django's own framework of checks is asked, too (checks/django_s.py). It is not the home of these: what is
registered there is asked by every command, also where no server runs yet, and is told in English alone.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "database": _("Database"),
    "storage": _("Storage"),
    "address": _("Public address"),
    "security": _("Security"),
    "mail": _("Mail"),
    "clock": _("Clock"),
    "caches": _("Caches"),
    "backups": _("Backups"),
    "tasks": _("Regular tasks"),
    "server": _("Server"),
}
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """What is wrong, and what to do about it, in the language that the doctor was asked in."""

    level: str
    problem: str
    cure: str


def error(problem: str, cure: str) -> Finding:
    """The portal does not work, may lose what it was given, or lets in whom it should not."""
    return Finding(ERROR, problem, _as_typed_here(cure))


def warning(problem: str, cure: str) -> Finding:
    """It works, but not as well or as safely as it could, or will not for long."""
    return Finding(WARNING, problem, _as_typed_here(cure))


def _as_typed_here(cure: str) -> str:
    """A server set up by deploy/ has a command of its own for the verbs of manage.py."""
    return cure.replace("manage.py ", "portal ") if shutil.which("portal") else cure


Findings = Iterator[Finding]


@dataclass(frozen=True)
class Check:
    group: str
    look: Callable[[], Findings]
    asks_database: bool
    only_in_production: bool

    @property
    def name(self) -> str:
        return f"{self.group}.{self.look.__name__}"


CHECKS: list[Check] = []


def check(group: str, *, asks_database: bool = False, only_in_production: bool = False) -> Any:
    """Those that ask the database do so one after the other, once it is known to answer; the others all at
    once, each for a few seconds at most."""

    def register(look: Callable[[], Findings]) -> Callable[[], Findings]:
        CHECKS.append(Check(group, look, asks_database, only_in_production))
        return look

    return register
