"""`make fuzz-api`: asks a running portal odd questions, many of each operation, and looks at every answer.

The address, and how many examples an operation gets, may be given: `URL=http://localhost:8000 EXAMPLES=1000`.
Start the portal with a high API_REQUESTS_A_MINUTE, or it will rightly refuse most of them.
"""

import os
import subprocess
import sys
from pathlib import Path

URL = os.environ.get("URL", "http://localhost:8000")
EXAMPLES = os.environ.get("EXAMPLES", "1000")
# A description cannot say that two parameters exclude each other, nor which slugs there are today: that these
# are refused is no fault.
NOT_ASKED = "positive_data_acceptance"


def main() -> int:
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        *("run", f"{URL}/api/v1/schema/"),
        *("--max-examples", EXAMPLES),
        *("--phases", "examples,coverage,fuzzing"),
        *("--exclude-checks", NOT_ASKED),
        *("--generation-database", "none"),
        *("--suppress-health-check", "all"),
        *("--warnings", "off"),
        "--continue-on-failure",
        "--no-color",
        *sys.argv[1:],
    ]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main())
