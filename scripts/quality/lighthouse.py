"""Lighthouse as on a mobile phone. It needs Node."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.chromium import flags, path_of_chromium
from scripts.quality import node
from scripts.quality.found import Found
from scripts.quality.site import Site

PAGES = (
    "en/",
    "en/events/",
    "en/events/ministerial-cairo-2025/",
    "en/documents/cairo-ministerial-declaration-2025/",
    "en/members/egypt/",
    "en/search/",
    "en/search/?q=cairo",
    "ar/events/ministerial-cairo-2025/",
)
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# A machine that does something else at the same moment looks slow: the best of so many counts.
TRIES = 3
# Results of a search are for readers, not for other searches, and their page says so to robots.
NOT_FOR_ROBOTS = {"en/search/?q=cairo": {"is-crawlable"}}


def look(site: Site) -> Found:
    program = node.package("lighthouse")
    if program is None or shutil.which("node") is None:
        return Found(skipped="it needs Node")
    found = Found()
    for path in PAGES:
        best: dict[str, int] = {}
        for _try in range(TRIES):
            scores, wrong = scores_of(program, site, path)
            best = {name: max(score, best.get(name, 0)) for name, score in scores.items()}
            if not below(best, path):
                break
        found.figures.append(f"/{path}: {', '.join(f'{name} {score}' for name, score in best.items())}")
        if low := below(best, path):
            found.findings.append(f"/{path}: {', '.join(low)} below what is asked; {', '.join(wrong)}")
    return found


def below(scores: dict[str, int], path: str) -> list[str]:
    return [name for name, least in LEAST.items() if scores.get(name, 0) < least]


def scores_of(program: Path, site: Site, path: str) -> tuple[dict[str, int], list[str]]:
    """Of each category, and the audits that are not passed."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        command = [
            "node",
            str(program / "cli" / "index.js"),
            f"{site.address}/{path}",
            "--quiet",
            "--output=json",
            f"--output-path={output}",
            f"--only-categories={','.join(LEAST)}",
            f"--chrome-flags=--headless=new {' '.join(flags())}",
        ]
        environment = {**os.environ, "CHROME_PATH": str(path_of_chromium()), "LIGHTHOUSE_CHROMIUM_PATH": ""}
        subprocess.run(command, env=environment, check=False, capture_output=True)  # noqa: S603
        if not output.exists():
            return {}, ["no answer"]
        report = json.loads(output.read_text())
    skipped = NOT_FOR_ROBOTS.get(path, set())
    scores, wrong = {}, []
    for name, category in report["categories"].items():
        failed = [
            part["id"]
            for part in category["auditRefs"]
            if part["weight"]
            and (report["audits"][part["id"]]["score"] or 0) < 1
            and report["audits"][part["id"]]["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")
        ]
        is_excused = bool(failed) and set(failed) <= skipped
        scores[name] = 100 if is_excused else round((category["score"] or 0) * 100)
        wrong += [one for one in failed if name != "performance" and one not in skipped]
    return scores, wrong
