"""A program that the harness starts, hurts and takes away again."""

import contextlib
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from scripts.bench import processor
from scripts.files import ROOT

PATIENCE = 60.0


class Process:
    """One program with what it starts; its words go to a file beside its data."""

    def __init__(self, name: str, command: list[str], *, log: Path, environment: dict[str, str]) -> None:
        self.name, self.command, self.log, self.environment = name, command, log, environment
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self.running is None:
            raise SystemExit(f"{self.name} was not started.")
        return self.running.pid

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def pids(self) -> list[int]:
        return processor.tree(self.pid) if self.is_alive() else []

    def signal(self, name: signal.Signals) -> None:
        os.kill(self.pid, name)

    def freeze(self) -> None:
        """It is there, takes connections, and answers nothing."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def stop(self) -> None:
        """Asked first; what does not go when asked is made to."""
        if self.running is None:
            return
        for name in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(self.running.pid, name)
                self.running.wait(timeout=15)
        self.running = None

    def kill(self) -> None:
        if self.running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()
        self.running = None


def wait_for(
    is_there: Callable[[], bool], what: str, *, seconds: float = PATIENCE, every: float = 0.02
) -> float:
    """Until it is: the moment it was."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if is_there():
            return time.monotonic()
        time.sleep(every)
    raise SystemExit(f"{what} did not come within {seconds:.0f} s.")


def run(command: list[str], environment: dict[str, str] | None = None, *, log: Path | None = None) -> str:
    """To its end; what it says, or an end of ours that quotes it."""
    done = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if log is not None:
        with log.open("a") as kept:
            kept.write(done.stdout + done.stderr)
    if done.returncode:
        raise SystemExit(
            f"{' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
        )
    return done.stdout


def plain_environment(**more: str) -> dict[str, str]:
    """None of what this shell has set."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", **more}


def as_other(user: str) -> list[str]:
    """What stands before a command that root must not run itself."""
    if os.geteuid():
        return []
    with contextlib.suppress(KeyError):
        pwd.getpwnam(user)
        return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
    raise SystemExit(f"There is no user {user} to run the database as.")
