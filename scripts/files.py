"""Which files are ours: what git tracks, and what it would."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def tracked(*patterns: str) -> list[Path]:
    """Paths from the root, of files that match one of the patterns in any folder."""
    listing = subprocess.run(  # noqa: S603 - arguments of our own
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # A file may be deleted and not yet committed.
    return [Path(name) for name in sorted(set(listing.split("\0"))) if name and (ROOT / name).exists()]
