"""Releases: made beside each other, each with its own libraries and static files, the last three kept."""

import filecmp
import os
import re
import shutil
from pathlib import Path

from deploy.upgrading import environment, places
from deploy.upgrading.steps import FailedError, run, say

KEPT = 3
# Written last, with the commit: without it a release is half made.
COMPLETE = ".complete"


def revision_of(wanted: str) -> tuple[str, str]:
    """The commit that a tag, a branch of the origin's or a commit stands for, and the name of its release."""
    git = ["git", "-C", str(places.SOURCE)]
    if run([*git, "remote"]).strip():
        run(
            [*git, "fetch", "--quiet", "--tags", "--force", "origin"],
            advice="Is the repository within reach?",
        )
    for name in (f"refs/tags/{wanted}", f"refs/remotes/origin/{wanted}", wanted):
        try:
            commit = run([*git, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}"]).strip()
        except FailedError:
            continue
        described = run([*git, "describe", "--tags", "--always", "--abbrev=10", commit]).strip()
        return commit, re.sub(r"[^\w.-]+", "-", described)
    raise FailedError(f"{places.SOURCE} knows no tag, branch or commit called {wanted}.")


def place_of(name: str, commit: str) -> Path:
    """What a tag named before it was moved may be serving: the other commit has a place beside it."""
    release = places.RELEASES / name
    if is_complete(release) and commit_of(release) != commit:
        return places.RELEASES / f"{name}-{commit[:10]}"
    return release


def is_complete(release: Path) -> bool:
    return (release / COMPLETE).exists()


def commit_of(release: Path) -> str:
    return (release / COMPLETE).read_text().strip()


def fetch(commit: str, release: Path) -> None:
    """The code alone, as it was committed."""
    shutil.rmtree(release, ignore_errors=True)
    release.mkdir(parents=True)
    packed = release / "code.tar"
    run(["git", "-C", places.SOURCE, "archive", "--format=tar", "--output", packed, commit])
    run(["tar", "--extract", "--file", packed, "--directory", release])
    packed.unlink()
    # While it is being prepared, it is the portal's user that writes here; see `seal`.
    run(["chown", "-R", f"{places.USER}:{places.USER}", release])


def install(release: Path, old: Path | None) -> None:
    """By hash: what the lock file does not name is not installed."""
    if old is not None and has_same_libraries(release, old):
        say(f"    the same as those of {old.name}")
        take_over_libraries(release, old)
    else:
        fetch_libraries(release)
    compiles = (release / ".venv" / "bin" / "python", "-m", "compileall", "-q", "-x", r"/\.venv/", release)
    run(environment.as_portal(*compiles), env=environment.settings())


def has_same_libraries(release: Path, old: Path) -> bool:
    """For the same lock file, and the Python that the machine has now."""
    lock = Path("requirements") / "runtime.txt"
    version = run(["/usr/bin/python3", "-c", "import platform; print(platform.python_version())"]).strip()
    made_by = (old / ".venv" / "pyvenv.cfg").read_text()
    return f"version = {version}\n" in made_by and filecmp.cmp(release / lock, old / lock, shallow=False)


def take_over_libraries(release: Path, old: Path) -> None:
    """A copy, in which programs name the Python beside them."""
    own = release / ".venv"
    run(["cp", "-a", "--reflink=auto", old / ".venv", own])
    for path in [own / "pyvenv.cfg", *(own / "bin").iterdir()]:
        if path.is_file() and not path.is_symlink():
            path.write_bytes(path.read_bytes().replace(bytes(old), bytes(release)))
    run(["chown", "-R", f"{places.USER}:{places.USER}", own])


def fetch_libraries(release: Path) -> None:
    env = {**environment.settings(), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    python = release / ".venv" / "bin" / "python"
    run(environment.as_portal("python3", "-m", "venv", release / ".venv"), env=env)
    requirements = release / "requirements" / "runtime.txt"
    run(
        environment.as_portal(
            *(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-cache-dir"),
            *("--requirement", requirements),
        ),
        cwd=release,
        env=env,
        advice="Is the package index within reach? PIP_INDEX_URL names another.",
    )


def seal(release: Path, commit: str) -> None:
    """From now on it is read only: whoever takes over a process of the portal cannot change its code."""
    run(["chown", "-R", "root:root", release])
    run(["chmod", "-R", "u=rwX,go=rX", release])
    # Whole or not at all, however full the disk is; and never through a link that was put there before.
    written = release / f"{COMPLETE}.new"
    written.unlink(missing_ok=True)
    written.write_text(f"{commit}\n")
    written.replace(release / COMPLETE)


def offer_static(release: Path) -> None:
    """For nginx, beside those of the releases before: names have the hash of the content."""
    places.STATIC.mkdir(parents=True, exist_ok=True)
    run(["cp", "-a", "--no-target-directory", release / "collected", places.STATIC])
    run(["chown", "-R", "root:root", places.STATIC])
    run(["chmod", "-R", "u=rwX,go=rX", places.STATIC])


def there() -> list[Path]:
    """The last made first."""
    found = [path for path in places.RELEASES.glob("*") if is_complete(path)]
    return sorted(found, key=lambda path: (path / COMPLETE).stat().st_mtime, reverse=True)


def prune() -> list[Path]:
    """Keeps the last three, and whatever is in use; then drops static files that none of these has."""
    links = [places.CURRENT, places.PREVIOUS, *(places.INSTANCES / name for name in places.SERVING)]
    used = {places.target(link) for link in links}
    kept = [path for path in there() if path in used]
    kept += [path for path in there() if path not in used][: max(0, KEPT - len(kept))]
    gone = [path for path in places.RELEASES.glob("*") if path not in kept]
    for path in gone:
        shutil.rmtree(path)
    wanted = {file.relative_to(path / "collected") for path in kept for file in files_in(path / "collected")}
    for file in list(files_in(places.STATIC)):
        if file.relative_to(places.STATIC) not in wanted:
            file.unlink()
    return gone


def files_in(folder: Path) -> list[Path]:
    return [Path(where) / name for where, _folders, names in os.walk(folder) for name in names]
