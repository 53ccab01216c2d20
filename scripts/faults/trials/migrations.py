"""Migrations of a table of a million rows, while it is read and written."""

import subprocess
import sys
import time

from deploy.upgrading.migrating import LOCK_TRIES, LOCKED, SESSION
from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial
from scripts.files import ROOT

ROWS, ROWS_SHORT = 1_000_000, 100_000


def migrated(site: Site, *, is_short: bool) -> Trial:
    rows = ROWS_SHORT if is_short else ROWS
    trial = Trial(f"a table of {rows:,} rows migrated", site, Demands(most_failed=0, longest=2.0))
    fill(site, rows)
    try:
        with trial.under_load():
            time.sleep(8)
            before, write_before = trial.longest(), trial.longest_write()
            began = time.monotonic()
            with trial.cause():
                tries = migrate(site)
            took = time.monotonic() - began
    finally:
        migrate(site, "zero")
        empty(site)
    waited = max((one.took for one in trial.during()), default=0.0)
    trial.remarks |= {
        "the migrations took, s": round(took, 1),
        "started anew because a lock did not come": tries - 1,
        "longest request before, s": round(before, 2),
        "longest write before, s": round(write_before, 2),
        "longest request meanwhile, s": round(waited, 2),
    }
    slow_writes = [
        write.took
        for write in trial.ledger.writes
        if write.ended and any(begin <= write.began < end for begin, end in trial.causes)
    ]
    trial.remarks["longest write meanwhile, s"] = round(max(slow_writes, default=0.0), 2)
    if max(slow_writes, default=0.0) > 2:
        trial.complaints.append(f"a write waited {max(slow_writes):.1f} s, over 2")
    return trial


def fill(site: Site, rows: int) -> None:
    """Changes of long ago, told to nobody: before the first of the real ones."""
    with site.cluster.connect() as database:
        database.execute(
            "INSERT INTO publishing_change"
            " (sequence, kind, slug, former_slug, verb, at, recorded_at, batch)"
            " SELECT -n, 'event', 'long-ago-' || n, '', 'changed', '2015-01-01', '2015-01-01', 'long ago'"
            " FROM generate_series(1, %s) AS n",
            [rows],
        )
        database.execute("ANALYZE publishing_change")


def empty(site: Site) -> None:
    with site.cluster.connect() as database:
        database.execute("DELETE FROM publishing_change WHERE sequence < 0")
        database.execute("VACUUM publishing_change")


def migrate(site: Site, *target: str) -> int:
    """How often it had to be started until it came through."""
    environment = {
        **site.environment,
        "DJANGO_SETTINGS_MODULE": "scripts.faults.growing.settings",
        "PGOPTIONS": SESSION,
    }
    command = [sys.executable, "manage.py", "migrate", "growing", *target]
    for number in range(1, LOCK_TRIES + 1):
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return number
        if LOCKED not in done.stderr:
            raise SystemExit(f"The migration failed:\n{done.stderr[-2000:]}")
    raise SystemExit(f"The migration did not get its lock in {LOCK_TRIES} tries.")
