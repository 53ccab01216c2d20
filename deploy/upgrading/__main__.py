"""The story of an upgrade.

Everything is looked at before a visitor comes to it; one thing is changed after the other; what does not work
leads back to the release before, by itself.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.upgrading import environment, instances, places, releases
from deploy.upgrading.migrating import UNHARMED, migrate, will_migrate
from deploy.upgrading.steps import FailedError, run, say, step

DOCTOR_PAUSE = 10.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy/upgrade",
        description="Brings the portal to a release while it serves; back to the one it has, if that fails.",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("release", nargs="?", help="a tag, branch or commit of /srv/portal/source")
    what.add_argument("--back", action="store_true", help="to the release before this one")
    what.add_argument(
        "--restart", action="store_true", help="the same release anew, after a change of settings"
    )
    parser.add_argument(
        "--without-backup", action="store_true", help="do not make one, even if the database will change"
    )
    parser.add_argument("--despite-doctor", action="store_true", help="go on although doctor finds an error")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    began = time.monotonic()
    try:
        with alone():
            if asked.back:
                go_back()
            elif asked.restart:
                restart()
            else:
                upgrade(asked)
    except FailedError as problem:
        say(f"\n{problem.said}FAILED: {problem}", is_trouble=True)
        return 1
    say(f"\nDone in {time.monotonic() - began:.0f} s: the portal is on {name_of_current()}.")
    return 0


@contextlib.contextmanager
def alone() -> Iterator[None]:
    if os.getuid() != 0:
        raise FailedError("Run it as root: it starts services.")
    # Whoever interrupts it wants the old release, not half of each.
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(FailedError("It was ended from outside.")))
    # A connection that is lost is no wish: it goes on, and what it calls does, too.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with places.LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FailedError("Another upgrade is under way.") from None
        yield


def name_of_current() -> str:
    current = places.target(places.CURRENT)
    return current.name if current else "no release yet"


def upgrade(asked: argparse.Namespace) -> None:
    old = places.target(places.CURRENT)
    with step(f"Looking for {asked.release}"):
        commit, name = releases.revision_of(asked.release)
        release = releases.place_of(name, commit)
        say(f"    {release.name}, commit {commit}")
    if release == old:
        raise FailedError(
            f"The portal is on {release.name} already. After a change of settings: deploy/upgrade --restart"
        )
    if not releases.is_complete(release):
        with step("Taking the code"):
            releases.fetch(commit, release)
        with step("Installing its libraries, by hash"):
            releases.install(release, old)
    # Also of one that is there: the settings or the database may be others than they were then.
    prepare(release, commit, old, asked)
    switch(release, old)
    with step("Removing what is older than the last three releases"):
        for path in releases.prune():
            say(f"    {path.name}")


def prepare(release: Path, commit: str, old: Path | None, asked: argparse.Namespace) -> None:
    """Everything before the first visitor. The old release serves meanwhile, as migrations allow."""
    env = environment.settings()

    def manage(*words: str, advice: str = "", shown: bool = True) -> None:
        run(environment.manage(release, *words), cwd=release, env=env, advice=advice, shown=shown)

    with step("Checking its settings"):
        manage("check", "--deploy", "--fail-level", "WARNING", advice="Nothing was changed.", shown=False)
    if old is not None and not asked.without_backup and will_migrate(release, env):
        with step("Making a backup, since the database will change"):
            words = environment.manage(old, "backup")
            run(words, cwd=old, env=env, advice="Nothing was changed.", shown=True)
    with step("Bringing the database up to date"):
        migrate(release, env)
    with step("Preparing translations, static files, the record"):
        manage("setup", advice=UNHARMED)
    # Before the first start it cannot be well: nobody answers at the public address, no backup was made.
    if old is not None:
        with step("Asking doctor"):
            if not is_well(manage) and not asked.despite_doctor:
                raise FailedError(
                    "Mend what doctor found, and begin again; or go on with --despite-doctor. "
                    "The old release goes on."
                )
    with step("Handing its static files to nginx, and the code to root"):
        releases.offer_static(release)
        releases.seal(release, commit)


def is_well(manage: Callable[[str], None]) -> bool:
    """Asked twice: something may have had no answer in time, on a machine that had much to do just now."""
    for pause in (DOCTOR_PAUSE, 0.0):
        try:
            manage("doctor")
        except FailedError:
            time.sleep(pause)
        else:
            return True
    return False


def switch(release: Path, old: Path | None) -> None:
    """First where nobody sees it, then one instance after the other."""
    with back_if_it_fails(old):
        with step("Looking at it where no visitor comes"):
            instances.install_units(release)
            try:
                instances.start(places.CANDIDATE, release)
            finally:
                instances.stop(places.CANDIDATE)
        for name in places.SERVING:
            with step(f"Instance {name}"):
                instances.start(name, release)
        with step("Commands, timers and nginx"):
            places.lead(places.CURRENT, release)
            instances.reload_nginx()
            run(["systemctl", "start", "portal.target"])
            run(["systemctl", "try-restart", "portal-metrics.service"])
        if old is not None and old != release:
            places.lead(places.PREVIOUS, old)


@contextlib.contextmanager
def back_if_it_fails(old: Path | None) -> Iterator[None]:
    try:
        yield
    except BaseException as problem:
        if old is None:
            raise
        say(f"\n{getattr(problem, 'said', '')}{problem}\nBack to {old.name} …")
        places.lead(places.CURRENT, old)
        instances.install_units(old)
        for name in places.SERVING:
            if places.target(instances.link_of(name)) != old:
                instances.start(name, old)
        instances.reload_nginx()
        raise FailedError(f"{problem} The portal is on {old.name}, as before.") from problem


def go_back() -> None:
    previous, current = places.target(places.PREVIOUS), places.target(places.CURRENT)
    if previous is None or not releases.is_complete(previous):
        raise FailedError(f"There is no release to go back to in {places.RELEASES}.")
    # The database stays as it is: the release before knows how to live with it.
    switch(previous, current)


def restart() -> None:
    current = places.target(places.CURRENT)
    if current is None:
        raise FailedError("There is no release yet.")
    with step("Checking the settings"):
        words = environment.manage(current, "check", "--deploy", "--fail-level", "WARNING")
        run(words, cwd=current, env=environment.settings(), advice="Nothing was restarted.")
    with step("Looking at it where no visitor comes"):
        try:
            instances.start(places.CANDIDATE, current)
        finally:
            instances.stop(places.CANDIDATE)
    for name in places.SERVING:
        with step(f"Instance {name}"):
            instances.start(name, current)


if __name__ == "__main__":
    sys.exit(main())
