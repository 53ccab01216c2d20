"""Hurts a portal that runs as deployed, and counts what its readers and writers notice: see docs/faults.md.

python -m scripts.faults [--short] [--only NAME …] [--json FILE]
"""

import argparse
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from scripts import deployed_nginx
from scripts.faults import report
from scripts.faults.parts.database import programs
from scripts.faults.site import Site, site
from scripts.faults.trial import Demands, Trial
from scripts.faults.trials import clocks, databases, disks, migrations, neighbours, uploads, workers

TRIALS: dict[str, Callable[..., Trial]] = {
    "kill-database": databases.killed,
    "freeze-database": databases.frozen,
    "kill-workers": workers.killed,
    "kill-instance": workers.ended,
    "reload": workers.reloaded,
    "restart": workers.restarted,
    "migrate": migrations.migrated,
    "redis": neighbours.redis_away,
    "full-disk": disks.files_full,
    "full-database": disks.database_full,
    "store": neighbours.store_away,
    "replica": neighbours.replica_broken,
    "cut-uploads": uploads.cut,
    "clock": clocks.moved,
}
# What the build can wait for, and what does not hang on how many forms are just then on their way.
SHORT = ("kill-database", "freeze-database", "reload", "full-disk", "cut-uploads")


def main() -> int:
    options = asked()
    if wanting := missing():
        print(f"Not tried: {wanting}")
        # The build goes on where it has no such machine; who asked for the whole wants to know.
        return 0 if options.short else 1
    names = options.only or (SHORT if options.short else TRIALS)
    done: list[Trial] = []
    with site() as portal:
        for name in names:
            trial = tried(portal, name, is_short=options.short)
            if options.short and trial.may_be_chance():
                print("    once more, since what was missed may be due to what else the machine did")
                trial = tried(portal, name, is_short=True)
            done.append(trial)
            if options.json:
                report.keep(done, options.json)
    print(f"\n{report.table(done)}\n")
    missed = report.misses(done)
    print(f"Not met:\n{missed}" if missed else "Every target is met.")
    return 1 if missed else 0


def missing() -> str:
    """What every fault needs and this machine has not."""
    if os.geteuid():
        return "only root may run a database as somebody else, and fill a disk."
    if deployed_nginx.NGINX is None:
        return "nginx is not installed: apt-get install nginx"
    try:
        programs()
    except SystemExit as error:
        return str(error)
    return ""


def tried(portal: Site, name: str, *, is_short: bool) -> Trial:
    began = time.monotonic()
    print(f"{name} …", flush=True)
    try:
        trial = TRIALS[name](portal, is_short=is_short)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, the other faults are tried, too
        traceback.print_exc()
        trial = Trial(name, portal, Demands(), complaints=[f"could not be tried: {error}"])
    print(f"    {time.monotonic() - began:.0f} s", flush=True)
    figures = trial.figures()
    for what in (
        trial.misses(),
        trial.truth.said(),
        figures["during the cause"],
        figures["failed latest"],
        trial.remarks,
    ):
        if what:
            print(f"    {what}", flush=True)
    return trial


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--short", action="store_true", help="what the build tries, in minutes")
    parser.add_argument("--only", nargs="+", choices=list(TRIALS), metavar="NAME", help=", ".join(TRIALS))
    parser.add_argument("--json", type=Path, help="where to keep all figures")
    return parser.parse_args()


if __name__ == "__main__":
    # Ended from outside, it still takes away what it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
