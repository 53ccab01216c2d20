"""The machine's own Chromium: where it is, and how it is started so that it asks nobody else for anything."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path_of_chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def flags() -> list[str]:
    # Chromium's sandbox refuses to run for root, which is who builds run as.
    return [*(["--no-sandbox"] if os.geteuid() == 0 else []), *FLAGS]
