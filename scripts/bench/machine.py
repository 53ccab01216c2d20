"""On what was measured, as far as it explains the figures."""

import os
import platform
import subprocess
from pathlib import Path


def machine() -> dict[str, str]:
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = next(
        line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")
    )
    return {
        "processor": processor,
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory.split()[1]) / 1024**2:.0f} GB",
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[0]:.1f}",
        "nginx": version_of("nginx", "-v"),
        "wrk": version_of("wrk", "-v"),
    }


def version_of(program: str, argument: str) -> str:
    try:
        run = subprocess.run([program, argument], capture_output=True, text=True, check=False)  # noqa: S603 - one of two above
    except OSError:
        return "none"
    return (run.stdout + run.stderr).splitlines()[0]
