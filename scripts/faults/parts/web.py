"""One instance of the portal at its own socket, kept running as systemd would keep it."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

from deploy import await_alive
from scripts.bench import processor
from scripts.faults.parts.process import Process
from scripts.faults.parts.unit import unit_of

# The unit's ExecStop: nobody new comes, who is there is answered.
FAREWELL = 1.0
WATCHED_EVERY = 0.05


class Instance(Process):
    def __init__(self, name: str, *, folder: Path, environment: dict[str, str]) -> None:
        self.socket = folder / "run" / f"{name}.sock"
        self.socket.parent.mkdir(exist_ok=True)
        self.unit = unit_of(name, self.socket.parent)
        super().__init__(name, self.unit.command, log=folder / "portal.log", environment=environment)
        # How often it ended without being asked to.
        self.restarted = 0
        self.is_wanted = threading.Event()
        self.watching: threading.Thread | None = None
        self.changing = threading.RLock()

    def start(self) -> None:
        """And again whenever it has ended, until it is stopped."""
        with self.changing:
            self.socket.unlink(missing_ok=True)
            super().start()
        self.is_wanted.set()
        if self.watching is None:
            self.watching = threading.Thread(target=self._watch, daemon=True)
            self.watching.start()

    def wait(self) -> None:
        if not await_alive.wait(str(self.socket)):
            raise SystemExit(f"Instance {self.name} does not answer: see {self.log}")

    def stop(self) -> None:
        self.is_wanted.clear()
        self.socket.unlink(missing_ok=True)
        with self.changing:
            super().stop()

    def restart(self) -> None:
        """As `systemctl restart` does it, by the steps of the unit."""
        self.is_wanted.clear()
        self.socket.unlink(missing_ok=True)
        time.sleep(FAREWELL)
        self.stop()
        self.start()
        self.wait()

    def reload(self) -> None:
        """New workers come, and the old ones finish what they have begun."""
        self.signal(signal.SIGHUP)

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
                    self.socket.unlink(missing_ok=True)
                    super().start()

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
