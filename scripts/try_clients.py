"""`make clients`: a Python and a TypeScript client, made from a running portal's description, read it all.

URL=http://localhost:8000 says which. The TypeScript one needs Node, which the portal itself does not. Nothing
of it stays.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

URL = os.environ.get("URL", "http://localhost:8000")
ROOT = f"{URL}/api/v1"
GENERATOR = "openapi-python-client"
# What the Python client is made of.
NEEDS = ("httpx", "attrs", "python-dateutil")
PACKAGES = ("openapi-typescript@7", "openapi-fetch@0", "typescript@5")

PYTHON = """
import importlib, json, sys
from contract import Client
asked, failed = json.load(open("asked.json")), 0
for tag, operation, values, status in asked:
    module = importlib.import_module(f"contract.api.{tag}.{operation}")
    with Client(base_url=sys.argv[1], timeout=60) as client:
        answer = module.sync_detailed(client=client, **values)
    if answer.status_code != status or answer.parsed is None:
        failed += 1
        print(f"  {operation}: {answer.status_code}, not {status}, as {type(answer.parsed).__name__}")
print(f"  Python read {len(asked) - failed} of {len(asked)} endpoints.")
sys.exit(failed > 0)
"""
TYPESCRIPT = """
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";
const client = createClient<paths>({ baseUrl: process.argv[2] });
let failed = 0;
function tell(path: string, wanted: number, status: number, is_there: boolean): void {
  if (status === wanted && is_there) return;
  failed += 1;
  console.log(`  ${path}: ${status}, not ${wanted}`);
}
%s
console.log(`  TypeScript read ${%d - failed} of %d endpoints.`);
process.exit(failed ? 1 : 0);
"""


def read(path: str) -> Any:
    with urllib.request.urlopen(f"{ROOT}{path}", timeout=60) as answer:  # noqa: S310 - http, from the caller
        return json.load(answer)


def run(*command: str, at: Path, quiet: bool = True) -> int:
    done = subprocess.run(command, cwd=at, check=False, capture_output=quiet, text=True)  # noqa: S603 - our own
    if done.returncode and quiet:
        print(done.stdout, done.stderr, sep="\n")
    return done.returncode


def questions(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, str], int]]:
    """Path, operation, values and status, for each; of a list without a row, that one is not there."""
    found = []
    for path, methods in schema["paths"].items():
        operation, values, status = methods["get"], {}, 200
        for parameter in operation.get("parameters", []):
            if parameter["name"] == "q" and parameter.get("required"):
                values["q"] = "migration"
            if parameter["in"] == "path":
                values[parameter["name"]], status = named(path, parameter["name"])
        found.append((path, operation, values, status))
    return found


def named(path: str, name: str) -> tuple[str, int]:
    collection = "document-versions" if name == "sha256" else path.split("/")[1]
    rows = read(f"/{collection}?page_size=1")["results"]
    missing = "0" * 64 if name == "sha256" else "0"
    return (str(rows[0][name]), 200) if rows else (missing, 404)


def try_python(schema: dict[str, Any], folder: Path) -> int:
    tools = str(Path(sys.executable).parent / "uv")
    (folder / "openapi.json").write_text(json.dumps(schema))
    (folder / "config.yaml").write_text("package_name_override: contract\n")
    (folder / "read.py").write_text(PYTHON)
    asked = [
        (operation["tags"][0].replace("-", "_"), operation["operationId"], values, status)
        for _path, operation, values, status in questions(schema)
    ]
    options = ("--path", "openapi.json", "--meta", "none", "--config", "config.yaml", "--fail-on-warning")
    made = run(
        *(tools, "tool", "run", GENERATOR, "generate", *options, "--output-path", "contract"), at=folder
    )
    if made:
        return made
    (folder / "asked.json").write_text(json.dumps(asked))
    needs = [word for need in NEEDS for word in ("--with", need)]
    return run(tools, "run", "--no-project", *needs, "python", "read.py", ROOT, at=folder, quiet=False)


def try_typescript(schema: dict[str, Any], folder: Path) -> int:
    npm, npx = shutil.which("npm"), shutil.which("npx")
    if npm is None or npx is None:
        print("  TypeScript was left out: it needs Node, of which neither npm nor npx is here.")
        return 0
    (folder / "openapi.json").write_text(json.dumps(schema))
    (folder / "package.json").write_text('{"type": "module", "private": true}')
    lines = [_line(*question) for question in questions(schema)]
    (folder / "read.ts").write_text(TYPESCRIPT % ("\n".join(lines), len(lines), len(lines)))
    checked = ("--strict", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext")
    return (
        run(npm, "install", "--no-audit", "--no-fund", *PACKAGES, "@types/node@20", at=folder)
        or run(npx, "openapi-typescript", "openapi.json", "-o", "schema.d.ts", at=folder)
        or run(npx, "tsc", *checked, "read.ts", at=folder)
        or run(shutil.which("node") or "node", "read.js", ROOT, at=folder, quiet=False)
    )


def _line(path: str, operation: dict[str, Any], values: dict[str, str], status: int) -> str:
    places: dict[str, dict[str, str]] = {}
    for parameter in operation.get("parameters", []):
        if parameter["name"] in values:
            places.setdefault(parameter["in"], {})[parameter["name"]] = values[parameter["name"]]
    is_text = ', parseAs: "text"' if path.endswith(".csv") else ""
    asked = f"{{ params: {json.dumps(places)}{is_text} }}"
    is_there = "answer.data !== undefined" if status == 200 else "answer.error !== undefined"
    call = f"const answer = await client.GET({json.dumps(path)}, {asked});"
    return f"{{ {call} tell({json.dumps(path)}, {status}, answer.response.status, {is_there}); }}"


def main() -> int:
    schema = read("/schema/")
    failed = 0
    for attempt in (try_python, try_typescript):
        with tempfile.TemporaryDirectory() as folder:
            failed |= attempt(schema, Path(folder))
    return failed


if __name__ == "__main__":
    sys.exit(main())
