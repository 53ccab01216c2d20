"""One instance of the portal at its own socket, kept running as systemd would keep it."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from deploy import await_alive
from scripts.bench import processor
from scripts.faults.parts.process import Process, plain_environment
from scripts.faults.parts.unit import unit_of
from scripts.files import ROOT

WATCHED_EVERY = 0.05


class Instance(Process):
    """Each step is the unit's: the socket gets its name when somebody answers at it, and loses it first."""

    def __init__(self, name: str, *, folder: Path, environment: dict[str, str]) -> None:
        self.socket = folder / "run" / f"{name}.sock"
        self.socket.parent.mkdir(exist_ok=True)
        self.unit = unit_of(name, self.socket.parent)
        environment = {**self.unit.environment, **environment}
        super().__init__(name, self.unit.command, log=folder / "portal.log", environment=environment)
        # How often it ended without being asked to.
        self.restarted = 0
        # In seconds: how long it took to end when it was asked to.
        self.ended_within: list[float] = []
        self.is_wanted = threading.Event()
        self.watching: threading.Thread | None = None
        self.changing = threading.RLock()

    def start(self) -> None:
        """And again whenever it has ended, until it is stopped."""
        with self.changing:
            self._begin()
        self.is_wanted.set()
        if self.watching is None:
            self.watching = threading.Thread(target=self._watch, daemon=True)
            self.watching.start()

    def _begin(self) -> None:
        self._run(self.unit.before)
        super().start()
        threading.Thread(target=self._run_while, args=[self.pid, self.unit.after], daemon=True).start()

    def _run_while(self, pid: int, commands: list[list[str]]) -> None:
        """One after the other, each only where the one before has succeeded, and it is still this process."""
        for command in commands:
            done = self._run([command])
            if done or self.running is None or self.running.pid != pid:
                return

    def _run(self, commands: list[list[str]]) -> int:
        """How the last ended. As in the unit, each sees which process is the first of them all; they need
        none of the portal's settings, and where its clock is moved, theirs is not."""
        ended = 0
        for command in commands:
            words = [str(self.pid) if word == "$MAINPID" else word for word in command]
            ended = subprocess.run(words, cwd=ROOT, env=plain_environment(), check=False).returncode  # noqa: S603 - the unit's
        return ended

    def wait(self) -> None:
        if not await_alive.wait(str(self.socket)):
            raise SystemExit(f"Instance {self.name} does not answer: see {self.log}")

    def stop(self) -> None:
        """KillMode=mixed: the first process is asked; whatever is left when time is up is not."""
        self.is_wanted.clear()
        with self.changing:
            if self.running is None:
                return
            self._run(self.unit.farewell)
            began = time.monotonic()
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                self.running.terminate()
                self.running.wait(self.unit.stops_within)
            self.ended_within.append(time.monotonic() - began)
            self._end_what_is_left()
            self.running.wait()
            self.running = None

    def restart(self) -> None:
        self.stop()
        self.start()
        self.wait()

    def reload(self) -> None:
        """New workers come, and the old ones finish what they have begun."""
        self._run(self.unit.reload)

    def workers(self) -> list[int]:
        """The oldest first: what the first of all, which only watches, has started. Python's keeper of shared
        names is none of them, nor is who looks into an uploaded file for one of them."""
        return sorted(pid for pid in self.pids() if processor.parent_of(pid) == self.pid and is_worker(pid))

    def is_whole(self) -> bool:
        """All of its workers serve. One that is being loaded has no threads of the server's yet."""
        found = self.workers()
        number = int(self.command[self.command.index("--workers") + 1])
        return len(found) == number and all(is_serving(pid) for pid in found)

    def kill_worker(self) -> None:
        for victim in self.workers()[:1]:
            os.kill(victim, signal.SIGKILL)

    def kill_all(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def _watch(self) -> None:
        while True:
            time.sleep(WATCHED_EVERY)
            if not self.is_wanted.is_set() or self.is_alive():
                continue
            time.sleep(self.unit.restarts_after)
            with self.changing:
                if self.is_wanted.is_set() and not self.is_alive():
                    self._end_what_is_left()
                    self.restarted += 1
                    self._begin()

    def _end_what_is_left(self) -> None:
        """Workers of one that is gone: the control group's, which systemd ends with it."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)


def is_serving(pid: int) -> bool:
    try:
        return any(path.read_text().startswith("tokio") for path in Path(f"/proc/{pid}/task").glob("*/comm"))
    except OSError:
        return False


def is_worker(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
    return "resource_tracker" not in told and told != ""
