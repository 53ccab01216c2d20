"""All checks, each told in one line; what a failed one says follows. Run by `make check` and by the build."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.files import ROOT, tracked

BIN = Path(sys.executable).parent

# A production environment that has all it needs, and nothing real.
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "only-for-the-check-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://portal:portal@localhost:5432/portal",
    "SITE_URL": "https://portal.example.org",
}


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """What it makes sure of, the command, and the environment it needs besides the portal's own."""
    templates = [str(path) for path in tracked("*.html") if "templates" in path.parts]
    deploy = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    return [
        ("types", tool("mypy", "--no-incremental"), {}),
        ("lint", tool("ruff", "check", "--quiet", "."), {}),
        ("format", tool("ruff", "format", "--check", "--quiet", "."), {}),
        ("template format", tool("djade", "--check", *templates) if templates else python("-c", ""), {}),
        ("layers", tool("lint-imports", "--no-cache"), {}),
        ("migrations", python("manage.py", "makemigrations", "--check", "--dry-run"), {}),
        ("translations", python("manage.py", "messages", "--check"), {}),
        ("styles", python("-m", "scripts.check_styles"), {}),
        ("templates", python("-m", "scripts.check_templates"), {}),
        ("writes", python("-m", "scripts.check_writes"), {}),
        ("production settings", deploy, PRODUCTION),
    ]


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as var:
        own = {name: value for name, value in os.environ.items() if name not in {*PRODUCTION, "DEBUG"}}
        return subprocess.run(  # noqa: S603 - the commands above
            command,
            cwd=ROOT,
            env={**own, "VAR_DIR": var, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def main() -> int:
    failed = []
    todo = checks()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda check: run(check[1], check[2]), todo)
        for (name, _command, _environment), result in zip(todo, results, strict=True):
            print(f"{'FAILED' if result.returncode else 'ok':7}{name}", flush=True)
            if result.returncode:
                failed.append(name)
                print(result.stdout, flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}. `make fix` mends what a machine can.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
