"""How good the public pages are, measured. See docs/quality.md.

make quality                                    everything, on a portal of its own
make quality URL=http://localhost:8000          on one that runs
make quality ARGS="--only accessibility markup"
make quality ARGS="--only pictures --accept"    take the pictures of now as those to compare with
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable

from playwright.sync_api import Browser

from scripts.chromium import path_of_chromium
from scripts.files import ROOT
from scripts.quality import (
    accessibility,
    adapting,
    keyboard,
    languages,
    lighthouse,
    markup,
    pictures,
    slow,
    textual,
    weight,
)
from scripts.quality.browsers import chromium
from scripts.quality.found import Found
from scripts.quality.site import Site, site_at

REPORT = ROOT / "var" / "quality" / "report.md"
IN_CHROMIUM = {
    "accessibility": accessibility.look,
    "keyboard": keyboard.look,
    "adapting": adapting.look,
    "languages": languages.look,
    "weight": weight.look,
    "slow": slow.look,
    "pictures": pictures.look,
}
OF_THEIR_OWN = {"markup": markup.look, "textual": textual.look, "lighthouse": lighthouse.look}
PARTS = (*OF_THEIR_OWN, *IN_CHROMIUM)


def main() -> int:
    options = parsed()
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    results: dict[str, Found] = {}
    with site_at(os.environ.get("URL", "")) as site:
        for name in options.only:
            begun = time.monotonic()
            results[name] = found = looked(name, site, accept=options.accept)
            print(f"{found.verdict:10} {name} ({time.monotonic() - begun:.0f} s)", flush=True)
            for line in (*([found.skipped] if found.skipped else []), *found.findings, *found.figures):
                print(f"           {line}", flush=True)
    REPORT.write_text(written(results))
    return 1 if any(found.findings for found in results.values()) else 0


def looked(name: str, site: Site, *, accept: bool) -> Found:
    if name in OF_THEIR_OWN:
        return OF_THEIR_OWN[name](site)
    if path_of_chromium() is None:
        return Found(skipped="it needs Chromium; CHROMIUM may name it")
    look: Callable[[Browser, Site], Found] = IN_CHROMIUM[name]
    with chromium() as browser:
        return pictures.look(browser, site, accept=accept) if name == "pictures" else look(browser, site)


def written(results: dict[str, Found]) -> str:
    lines = ["# Quality of the public pages, as measured last", ""]
    for name, found in results.items():
        lines += [f"## {name}: {found.verdict}", ""]
        lines += [f"* {line}" for line in ([found.skipped] if found.skipped else found.findings)]
        lines += [f"* {line}" for line in found.figures]
        lines.append("")
    return "\n".join(lines)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make quality", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="parts to look at")
    parser.add_argument("--accept", action="store_true", help="keep the pictures of now to compare with")
    return parser.parse_args()


if __name__ == "__main__":
    # Ended from outside, it still takes its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended before it was done."))
    sys.exit(main())
