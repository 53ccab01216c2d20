"""The databases that are measured: made on first use, kept for the next run, made anew if half done."""

import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

from scripts.bench.servers import own_environment
from scripts.databases import address_of, drop
from scripts.files import ROOT

# Another number where the rows of a database that is there would not do any more.
RECIPE = "1"


@dataclass(frozen=True)
class Filled:
    kind: str
    size: int
    url: str
    folder: Path

    @property
    def label(self) -> str:
        return f"{self.size:,} on {'PostgreSQL' if self.kind == 'postgresql' else 'SQLite'}"

    def run(self, *command: str) -> str:
        """A program of ours, with this database."""
        run = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, *command],
            cwd=ROOT,
            env=own_environment(self.url, self.folder),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return run.stdout

    def questions(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.run("-m", "scripts.bench.looking"))
        return found


def filled(kind: str, size: int, *, server: str, folder: Path) -> Filled:
    own = folder / f"{kind}-{size}"
    name = f"bench_{short(size)}"
    url = address_of(server, name) if kind == "postgresql" else f"sqlite:///{own / 'portal.sqlite3'}"
    database = Filled(kind, size, url, own)
    if recipe_of(database) != RECIPE:
        print(f"Making a database: {database.label} …", flush=True)
        if kind == "postgresql":
            drop(server, name)
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        database.run("manage.py", "setup")
        print(database.run("-m", "scripts.bench.seed", str(size)).strip(), flush=True)
        mark(database)
    else:
        own.mkdir(parents=True, exist_ok=True)
        database.run("-m", "scripts.bench.catching_up")
    return database


def short(size: int) -> str:
    """10k, 1m."""
    for unit, letter in ((1_000_000, "m"), (1_000, "k")):
        if size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def recipe_of(database: Filled) -> str:
    """By which it was filled, to the end; empty if it was not."""
    try:
        if database.kind == "postgresql":
            with psycopg.connect(database.url) as connection:
                row = connection.execute("SELECT recipe FROM bench_recipe").fetchone()
        else:
            with sqlite3.connect(
                f"{database.url.replace('sqlite:///', 'file:')}?mode=ro", uri=True
            ) as connection:
                row = connection.execute("SELECT recipe FROM bench_recipe").fetchone()
    except (psycopg.Error, sqlite3.Error):
        return ""
    return str(row[0]) if row else ""


def mark(database: Filled) -> None:
    if database.kind == "postgresql":
        # Lost in a crash, as the rows are.
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CREATE UNLOGGED TABLE bench_recipe (recipe text)")
            connection.execute("INSERT INTO bench_recipe VALUES (%s)", [RECIPE])
        return
    with sqlite3.connect(database.folder / "portal.sqlite3") as connection:
        connection.execute("CREATE TABLE bench_recipe (recipe text)")
        connection.execute("INSERT INTO bench_recipe VALUES (?)", [RECIPE])
