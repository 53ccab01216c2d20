"""A repository for the machine to have releases from, and releases that are no good."""

import os
import subprocess
from pathlib import Path

from scripts.files import ROOT

AUTHOR = {
    "GIT_AUTHOR_NAME": "Try",
    "GIT_AUTHOR_EMAIL": "try@example.org",
    "GIT_COMMITTER_NAME": "Try",
    "GIT_COMMITTER_EMAIL": "try@example.org",
}


class Repository:
    """What is committed here, as `main`, and what is added to it. All of a try is of this commit, whatever is
    changed meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.bare, self.work = folder / "portal.git", folder / "work"
        git("clone", "--quiet", "--no-hardlinks", ROOT, self.work)
        git("-C", self.work, "checkout", "--quiet", "-B", "main")
        git("clone", "--quiet", "--bare", self.work, self.bare)
        git("-C", self.work, "remote", "set-url", "origin", self.bare)

    def add(self, tag: str, changes: dict[str, tuple[str, str]], *, onto: str = "main") -> None:
        """A release: in each file the first text becomes the second; a file that is not there is made."""
        git("-C", self.work, "checkout", "--quiet", "--detach", onto)
        for name, (before, after) in changes.items():
            path = self.work / name
            text = path.read_text() if path.exists() else ""
            assert before in text, f"{name} has no {before!r}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace(before, after, 1) if before else after)
        git("-C", self.work, "add", "--all")
        git("-C", self.work, "commit", "--quiet", "--no-verify", "-m", tag)
        git("-C", self.work, "tag", tag)
        git("-C", self.work, "push", "--quiet", "origin", tag)


def git(*words: str | Path) -> None:
    subprocess.run(["git", *map(str, words)], check=True, env={**os.environ, **AUTHOR})  # noqa: S603, S607


# A table and a column more, and other bytes of a static file: what releases usually bring.
MIGRATION = """\
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "{before}")]
    operations = [
        migrations.RunSQL("CREATE TABLE tried_upgrade (id integer)", "DROP TABLE tried_upgrade"),
    ]
"""
BROKEN_MIGRATION = """\
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "{before}")]
    operations = [migrations.RunSQL("CREATE TABLE tried_failing (id integer); SELECT 1 / 0")]
"""


def good(repository: Repository) -> None:
    before = last_migration(repository, "reports")
    repository.add(
        "v-good",
        {
            "reports/migrations/9998_tried.py": ("", MIGRATION.format(before=before)),
            "static/css/base.css": ("html {", ".tried { order: 1; }\n\nhtml {"),
        },
    )


def broken_page(repository: Repository) -> None:
    """All checks are content, and the home page fails."""
    repository.add(
        "v-broken-page",
        {"khartoum/views.py": ('template_name = "home.html"', 'template_name = "nowhere.html"')},
        onto="v-good",
    )


def broken_migration(repository: Repository) -> None:
    text = BROKEN_MIGRATION.format(before="9998_tried")
    repository.add("v-broken-migration", {"reports/migrations/9999_tried.py": ("", text)}, onto="v-good")


def last_migration(repository: Repository, app: str) -> str:
    return max(path.stem for path in (repository.work / app / "migrations").glob("0*.py"))
