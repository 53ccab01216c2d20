"""Whether this process can do its work: the parts that it cannot do without, each asked apart.

A part that hangs — a frozen database, a network folder that has gone — would hold whoever asks it for as long
as it hangs. So each is asked by a thread of its own, one at a time and at most once a second, and whoever
wants to know waits for a moment only.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)

# In seconds: how long an answer is good for, and how long one waits for it.
LASTS = 1.0
PATIENCE = 2.0
SILENT = "does not answer"
# No such file is ever there: whether it is costs a store elsewhere one small question.
NOBODYS_FILE = "incoming/ready"


@dataclass
class Look:
    began: float
    done: Event = field(default_factory=Event)
    # Empty if all is well.
    problem: str = SILENT


class Part:
    """Something the portal cannot do without. `look` says in few words what is wrong with it, or nothing."""

    def __init__(self, name: str, look: Callable[[], str]) -> None:
        self.name, self.look = name, look
        self.latest: Look | None = None
        self.beginning = Lock()

    def problem(self) -> str:
        look = self._latest_look()
        # Who comes while one hangs already has an answer at once.
        if look.done.wait(max(0.0, look.began + PATIENCE - monotonic())):
            return look.problem
        return SILENT

    def _latest_look(self) -> Look:
        with self.beginning:
            latest = self.latest
            if latest is None or (latest.done.is_set() and monotonic() >= latest.began + LASTS):
                latest = self.latest = Look(monotonic())
                Thread(target=self._do, args=[latest], name=f"ready-{self.name}", daemon=True).start()
            return latest

    def _do(self, look: Look) -> None:
        try:
            look.problem = self.look()
        except Exception:
            # Whatever it is, this part is not well.
            log.warning("Not ready: the %s failed.", self.name, exc_info=True)
        finally:
            connections.close_all()
            look.done.set()


class Database:
    """The primary one: for a replica that is away, it answers.

    Whether what this release needs has been migrated is asked until it has: the next release's migrations,
    run while this one still serves, make no difference to it.
    """

    def __init__(self) -> None:
        self.is_migrated = False

    def __call__(self) -> str:
        with connection.cursor() as cursor:
            # A table, for an embedded database that has been taken away is made anew, empty.
            cursor.execute("SELECT id FROM django_migrations LIMIT 1")
            cursor.fetchone()
        if not self.is_migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "has not been migrated"
            self.is_migrated = True
        return ""


def look_at_storage() -> str:
    """Nothing is written: a full disk keeps nobody from reading."""
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists(NOBODYS_FILE)
        return ""
    folder = default_storage.location
    if not os.path.isdir(folder):
        return "is not there"
    # Of a network folder, the names in it are no longer known once its server has gone.
    with os.scandir(folder) as names:
        next(names, None)
    return "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "cannot be written to"


PARTS = (Part("database", Database()), Part("storage", look_at_storage))
