"""What is being done, told as it is done, with how long it took."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path


class FailedError(Exception):
    """Something did not work; the message says what, and what to do."""


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    print(f"{name} …", flush=True)
    began = time.monotonic()
    yield
    print(f"    {time.monotonic() - began:.1f} s", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    advice: str = "",
    shown: bool = False,
) -> str:
    """What it says is shown when it fails, or as it comes. Standard input is nobody's."""
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
        if done.stdout:
            sys.stdout.write(done.stdout)
        words = " ".join(str(word) for word in command)
        raise FailedError(f"`{words}` ended with {done.returncode}. {advice}".strip())
    return done.stdout or ""
