"""What the doctor looks at: one function for each thing, that yields what is wrong with it.

Django's own framework of checks is asked, too (checks/django_s.py). It is not the home of these: what is
registered there is asked by every command, also where no server runs yet, and is told in English alone.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_bidi
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


def as_told(problem: object) -> str:
    """What somebody else says, in English, set apart in a sentence that is written from right to left."""
    words = str(problem).strip()
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if get_language_bidi() else words


Findings = Iterator[Finding]


@dataclass(frozen=True)
class Check:
    group: str
    look: Callable[[], Findings]
    asks_database: bool = False
    # It waits for nobody: however busy the machine is, it comes to an end.
    only_computes: bool = False
    only_in_production: bool = False

    @property
    def name(self) -> str:
        return f"{self.group}.{self.look.__name__}"


CHECKS: list[Check] = []


def check(group: str, **manner: bool) -> Any:
    """Those that ask the database do so one after the other, once it is known to answer; those that wait for
    something else do so all at once, for a few seconds at most."""

    def register(look: Callable[[], Findings]) -> Callable[[], Findings]:
        CHECKS.append(Check(group, look, **manner))
        return look

    return register
