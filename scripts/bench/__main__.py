"""How fast the portal is, as ratios in one run on one machine. See docs/performance.md.

    make bench                               everything, at 10,000 and 1,000,000 events: an hour or two
    make bench ARGS=--quick                  the same measures at 10,000 events: about three minutes
    make bench ARGS="--sizes 10000 --rounds 3 --databases postgresql"
    make bench ARGS="--only flatness --about partner"

PostgreSQL is measured where DATABASE_URL names a server on this machine; its databases are made beside the
one named and kept for the next run, as are those of SQLite, under var/bench.
"""

import argparse
import os
import shutil
import sys

from scripts.bench.measuring import PARTS, measure
from scripts.bench.report import write
from scripts.files import ROOT

FOLDER = ROOT / "var" / "bench"
SIZES = (10_000, 1_000_000)
NEEDED = {
    "wrk": "the load generator: without it no rates, no memory under load",
    "nginx": "the limit that pages are compared with: without it no shares of it",
    "taskset": "which keeps server and load generator apart: nothing can be measured",
}


def main() -> int:
    options = parsed()
    missing = [name for name in NEEDED if not shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")]
    for name in missing:
        print(f"There is no {name} on this machine, {NEEDED[name]}.")
    if "taskset" in missing:
        return 1
    server = os.environ.get("DATABASE_URL", "")
    if "postgresql" in options.databases and not server.startswith("postgres"):
        print("DATABASE_URL names no PostgreSQL server: only SQLite is measured.")
        options.databases = [kind for kind in options.databases if kind != "postgresql"]
    found = measure(options, server=server, folder=FOLDER, has_wrk="wrk" not in missing)
    write(found, options, folder=FOLDER, document=ROOT / "docs" / "performance.md")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", help="events in each database")
    parser.add_argument(
        "--databases", nargs="+", choices=["postgresql", "sqlite"], default=["postgresql", "sqlite"]
    )
    parser.add_argument("--rounds", type=int, help="of which the median is taken")
    parser.add_argument("--seconds", type=int, help="of each storm of requests")
    parser.add_argument("--load-seconds", type=int, help="of the mixed load, after which memory is read")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="parts to measure")
    parser.add_argument("--about", default="", help="only addresses with this in their name, for flatness")
    parser.add_argument("--quick", action="store_true", help="small and short")
    parser.add_argument("--unwritten", action="store_true", help="leave docs/performance.md as it is")
    options = parser.parse_args()
    quick = options.quick
    options.sizes = sorted(options.sizes or (SIZES[:1] if quick else SIZES))
    options.rounds = options.rounds or (1 if quick else 5)
    options.seconds = options.seconds or (1 if quick else 4)
    options.load_seconds = options.load_seconds or (20 if quick else 600)
    return options


if __name__ == "__main__":
    sys.exit(main())
