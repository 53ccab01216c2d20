"""Migrations, on a database that serves meanwhile."""

import time
from pathlib import Path

from deploy.upgrading import environment
from deploy.upgrading.steps import FailedError, run, say

# How long a migration, and visitors with it, may wait for a table; how often it tries, with which pause.
LOCK_MILLISECONDS, LOCK_TRIES, LOCK_PAUSE = 500, 40, 2.0
# An index is made on one processor: PostgreSQL would take all that it may, and visitors need the others.
SESSION = f"-c lock_timeout={LOCK_MILLISECONDS} -c max_parallel_maintenance_workers=0"
LOCKED = "lock timeout"
UNHARMED = "The old release goes on; migrations that ended stay, and do it no harm."


def will_migrate(release: Path, env: dict[str, str]) -> bool:
    try:
        run(environment.manage(release, "migrate", "--check"), cwd=release, env=env)
    except FailedError:
        return True
    return False


def migrate(release: Path, env: dict[str, str]) -> None:
    """One that waits for a lock makes all others wait: it waits for a moment only, and tries again."""
    env = {**env, "PGOPTIONS": SESSION}
    for number in range(1, LOCK_TRIES + 1):
        try:
            run(environment.manage(release, "migrate", "--no-input", "--verbosity=1"), cwd=release, env=env)
            return
        except FailedError as problem:
            if LOCKED not in problem.said or number == LOCK_TRIES:
                raise FailedError(f"{problem} {UNHARMED}", problem.said) from None
            say("    somebody holds a table that is to be changed: again in a moment")
            time.sleep(LOCK_PAUSE)
