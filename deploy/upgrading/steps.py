"""What is being done, told as it is done, with how long it took."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path


class FailedError(Exception):
    """Something did not work; the message says what, and what to do. `said` is what a command told of it."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


def say(words: str, *, is_trouble: bool = False) -> None:
    """Where nobody listens any more, for the connection is gone, that stops nothing half way."""
    with contextlib.suppress(OSError):
        print(words, file=sys.stderr if is_trouble else sys.stdout, flush=True)


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    say(f"{name} …")
    began = time.monotonic()
    yield
    say(f"    {time.monotonic() - began:.1f} s")


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    advice: str = "",
    shown: bool = False,
) -> str:
    """What it says is shown as it comes, or else with the failure. Standard input is nobody's."""
    done = subprocess.run(  # noqa: S603 - commands of ours
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=None if shown else subprocess.PIPE,
        stderr=None if shown else subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        words = " ".join(str(word) for word in command)
        raise FailedError(f"`{words}` ended with {done.returncode}. {advice}".strip(), done.stdout or "")
    return done.stdout or ""
