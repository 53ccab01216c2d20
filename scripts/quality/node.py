"""Tools that come from npm: fetched once, kept under var/quality, never a part of the portal."""

import shutil
import subprocess
from pathlib import Path

from scripts.files import ROOT

FOLDER = ROOT / "var" / "quality" / "node"
VERSIONS = {"lighthouse": "12", "vnu-jar": "26"}


def package(name: str) -> Path | None:
    """Its folder; None where there is no Node, or npm cannot fetch it."""
    folder = FOLDER / "node_modules" / name
    npm = shutil.which("npm")
    if not folder.exists() and npm is not None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        options = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--prefix", str(FOLDER)]
        subprocess.run([npm, "install", *options, f"{name}@{VERSIONS[name]}"], check=False)  # noqa: S603
    return folder if folder.exists() else None
