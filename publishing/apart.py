"""A program of ours that reads what comes from outside, in a process of its own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Timer
from typing import Any

from django.conf import settings


class EndedByBoundsError(Exception):
    """Time, memory or length ran out, or a fault in a library that the file set off ended it."""


class FailedError(Exception):
    """It could not read what it was given."""


def answer_of(module: str, *arguments: str, within: timedelta, longest: int) -> dict[str, Any]:
    """What the module writes as JSON; bounded in time and length whatever has become of that process."""
    process = subprocess.Popen(  # noqa: S603 - our own program, on a path of our own
        [sys.executable, "-m", module, *arguments],
        cwd=settings.BASE_DIR,
        # It has no business with the portal's secrets.
        env={"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    alarm = Timer(within.total_seconds(), _end, [process])
    alarm.start()
    try:
        with process:
            answer = process.stdout.read(longest + 1) if process.stdout else b""
            if len(answer) > longest:
                _end(process)
    finally:
        alarm.cancel()
    if process.returncode < 0 or len(answer) > longest:
        raise EndedByBoundsError
    if process.returncode:
        raise FailedError
    found: dict[str, Any] = json.loads(answer)
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """With whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
