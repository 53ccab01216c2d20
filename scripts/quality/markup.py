"""The Nu HTML checker on every page in three languages. It needs Java, and Node to fetch it."""

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from scripts.quality import node
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import LANGUAGES


def look(site: Site) -> Found:
    java = shutil.which("java")
    package = node.package("vnu-jar")
    if java is None or package is None:
        return Found(skipped="it needs Java, and Node to fetch the checker")
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for language in LANGUAGES:
            for path in site.paths():
                file = Path(folder) / f"{len(files)}.html"
                file.write_bytes(site.fetch(f"/{language}/{path}"))
                files[file.name] = f"/{language}/{path}"
        command = [java, "-jar", str(next(package.glob("**/vnu.jar"))), "--format", "json", folder]
        # It says what it found on the channel for errors, and so ends with 1.
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    messages = json.loads(done.stderr)["messages"]
    # The same on many pages is one thing to mend: told once, with how many have it.
    first, count = {}, Counter()
    for message in messages:
        words = message["message"]
        first.setdefault(
            words, (files[Path(message["url"]).name], message.get("extract", "").strip().replace("\n", " "))
        )
        count[words] += 1
    return Found(
        findings=[
            f"{first[words][0]}: {words} ({number} times) {first[words][1]}"
            for words, number in count.items()
        ],
        figures=[f"{len(files)} pages"],
    )
