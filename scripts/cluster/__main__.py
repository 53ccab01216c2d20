"""python -m scripts.cluster: starts all parts, says where they are, and takes them away after Ctrl-C."""

import contextlib
import shutil
import signal
import tempfile
import time
from pathlib import Path

from scripts.cluster.site import Site, missing


def main() -> None:
    if missing():
        raise SystemExit(missing())
    folder = Path(tempfile.mkdtemp(prefix="portal-cluster-"))
    site = Site(folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        began = time.monotonic()
        site.start()
        print(
            f"{site.environment['SITE_URL']} after {time.monotonic() - began:.0f} s, in {folder}", flush=True
        )
        for name, part in (("primary", site.primary), ("replica", site.replica), ("redis", site.redis)):
            print(f"{name}: port {part.port}")
        for number, web in enumerate(site.webs, start=1):
            print(f"web machine {number}: port {web.port}, process {web.pid}")
        print(f"people: {site.seeded['people'][:1]}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
