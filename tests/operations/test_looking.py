"""`deploy/look` says what is down, to somebody who has just been woken, with nothing of the portal's own."""

from pathlib import Path

import pytest

from deploy import looking
from deploy.upgrading import environment
from scripts.files import ROOT
from tests.operations import servers

pytestmark = pytest.mark.once


def test_an_instance_is_ready_or_misses_something_or_is_not_there(tmp_path):
    path = tmp_path / "a.sock"

    away = looking.instance("a", str(path), "portal.example.org")
    with servers.instance(path, 503):
        lame = looking.instance("a", str(path), "portal.example.org")
    with servers.instance(path):
        ready = looking.instance("a", str(path), "portal.example.org")

    assert "nobody answers" in away.what
    assert "journalctl -u portal-web@a.service" in away.cure
    assert "misses its database" in lame.what
    assert (ready.what, ready.cure) == ("instance a: ready", "")


def test_a_full_disk_is_told_with_what_to_do(monkeypatch, tmp_path):
    [well] = looking.disks((tmp_path, tmp_path / "nothing"))
    monkeypatch.setattr(looking, "LEAST_BYTES", 1 << 60)
    [full] = looking.disks((tmp_path,))

    assert well.cure == ""
    assert "vacuum" in full.cure


def test_the_database_is_asked_without_its_password(monkeypatch):
    asked = []
    monkeypatch.setattr(
        environment, "read", lambda: {"DATABASE_URL": "postgres://portal:secret@db.example.org/portal"}
    )
    monkeypatch.setattr(looking, "run", lambda *words: asked.extend(words))

    [found] = looking.database()

    assert "does not take connections" in found.what
    assert "postgres://portal@db.example.org/portal" in asked


def test_what_cannot_be_looked_at_keeps_nobody_from_seeing_the_rest(monkeypatch, capsys):
    def broken():
        raise OSError("no such thing")
        yield

    monkeypatch.setattr(looking, "LOOKS", (broken, lambda: iter([looking.Found("nginx: runs")])))

    assert looking.main() == 1
    told = capsys.readouterr().out
    assert "WRONG broken: could not be looked at (no such thing)" in told
    assert "ok    nginx: runs" in told


def test_the_command_is_executable_and_the_guide_begins_with_it():
    assert Path(ROOT, "deploy", "look").stat().st_mode & 0o111
    guide = Path(ROOT, "docs", "operations.md").read_text()
    assert "/srv/portal/current/deploy/look" in guide.partition("## When something is wrong")[2]
