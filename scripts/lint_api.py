"""`make lint-api`: the API's description by the usual rule sets of Spectral and Redocly. They need Node."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# As it is described in production: rules refuse addresses of one's own machine.
os.environ["SITE_URL"] = "https://portal.khartoum-process.example.int"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
RULES = 'extends: ["spectral:oas"]\n'
LINTERS = (
    ("@stoplight/spectral-cli@6", "lint", "openapi.json", "--fail-severity=hint"),
    ("@redocly/cli@2", "lint", "openapi.json", "--extends=recommended", "--format=stylish"),
)


def main() -> int:
    npx = shutil.which("npx")
    if npx is None:
        print("The linters need Node, and npx is not here. Nothing else of the portal does.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "openapi.json").write_text(json.dumps(described(), default=str))
        (Path(folder) / ".spectral.yaml").write_text(RULES)
        done = [subprocess.run((npx, "--yes", *words), cwd=folder, check=False) for words in LINTERS]  # noqa: S603
    return max(linter.returncode for linter in done)


def described() -> dict:
    import django  # noqa: PLC0415 - reads the settings above

    django.setup()
    from khartoum.api import description  # noqa: PLC0415 - needs the apps

    return description(os.environ["SITE_URL"])


if __name__ == "__main__":
    sys.exit(main())
