"""An upgrade that is interrupted or repeated, or whose tag was moved, leaves no half of a release in use."""

import os
import signal
import sys
from argparse import Namespace

import pytest

from deploy.upgrading import __main__ as upgrading
from deploy.upgrading import environment, instances, places, releases
from deploy.upgrading.steps import FailedError

pytestmark = pytest.mark.once

COMMIT, OTHER = "1" * 40, "2" * 40
ASKED = Namespace(release="v1.2", without_backup=True, despite_doctor=False)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("RELEASES", "STATIC", "CURRENT", "PREVIOUS", "INSTANCES", "UNITS", "LOCK"):
        monkeypatch.setattr(places, name, tmp_path / name.lower())
    return tmp_path


@pytest.fixture
def ran(monkeypatch):
    """Commands that were run, in a few words; and whether the release was complete by then."""
    found = []

    def run(command, **_more):
        release = places.RELEASES / "v1.2"
        words = [str(word) for word in command if not str(word).startswith(("-", "/"))]
        found.append((" ".join(words), releases.is_complete(release)))
        return ""

    for module in (upgrading, releases):
        monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(upgrading, "migrate", lambda *_words: run(["migrate"]))
    monkeypatch.setattr(environment, "manage", lambda _release, *words: list(words))
    monkeypatch.setattr(environment, "settings", dict)
    return found


@pytest.fixture
def steps(monkeypatch):
    """Of an upgrade: by their names, each done by nobody."""
    done = []
    for name in ("fetch", "install"):
        monkeypatch.setattr(releases, name, lambda *_words, name=name: done.append(name))
    monkeypatch.setattr(releases, "prune", list)
    for name in ("prepare", "switch"):
        monkeypatch.setattr(
            upgrading, name, lambda release, *_words, name=name: done.append(f"{name} {release.name}")
        )
    return done


def release(name, commit=COMMIT):
    folder = places.RELEASES / name
    folder.mkdir(parents=True)
    (folder / releases.COMPLETE).write_text(f"{commit}\n")
    return folder


def test_release_is_complete_when_nothing_is_left_to_be_done(home, ran):
    new = places.RELEASES / "v1.2"
    (new / "collected").mkdir(parents=True)

    upgrading.prepare(new, COMMIT, None, ASKED)

    assert [words for words, _complete in ran][-4:] == [
        "chown root:root",
        "chmod u=rwX,go=rX",
    ] * 2
    assert [complete for _words, complete in ran] == [False] * len(ran)
    assert releases.commit_of(new) == COMMIT
    assert sorted(path.name for path in new.iterdir()) == [releases.COMPLETE, "collected"]


def test_release_that_is_there_is_neither_fetched_nor_installed_but_prepared_anew(home, steps, monkeypatch):
    """The database may have been brought back from a backup of before; the settings may be others."""
    monkeypatch.setattr(releases, "revision_of", lambda _wanted: (COMMIT, "v1.2"))
    release("v1.2")

    upgrading.upgrade(ASKED)

    assert steps == ["prepare v1.2", "switch v1.2"]


def test_half_made_release_is_made_anew(home, steps, monkeypatch):
    monkeypatch.setattr(releases, "revision_of", lambda _wanted: (COMMIT, "v1.2"))
    (release("v1.2") / releases.COMPLETE).unlink()

    upgrading.upgrade(ASKED)

    assert steps == ["fetch", "install", "prepare v1.2", "switch v1.2"]


def test_moved_tag_brings_what_it_names_now_beside_what_it_named_before(home, steps, monkeypatch):
    monkeypatch.setattr(releases, "revision_of", lambda _wanted: (OTHER, "v1.2"))
    places.lead(places.CURRENT, release("v1.2"))

    upgrading.upgrade(ASKED)

    assert steps == ["fetch", "install", "prepare v1.2-2222222222", "switch v1.2-2222222222"]
    assert releases.commit_of(places.RELEASES / "v1.2") == COMMIT


@pytest.fixture
def _own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_signals")
def test_lost_connection_ends_nothing(home, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 0)

    with upgrading.alone():
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        with pytest.raises(FailedError, match="from outside"):
            os.kill(os.getpid(), signal.SIGTERM)


class Closed:
    """A terminal that is gone."""

    def write(self, _words):
        raise BrokenPipeError

    flush = write


def test_way_back_needs_nobody_who_listens(home, monkeypatch):
    old, new = release("v1.1"), release("v1.2", OTHER)
    started = []
    monkeypatch.setattr(instances, "install_units", lambda _release: None)
    monkeypatch.setattr(instances, "reload_nginx", lambda: None)
    monkeypatch.setattr(instances, "start", lambda name, release: started.append((name, release)))
    places.lead(places.CURRENT, new)
    places.lead(instances.link_of("a"), new)
    places.lead(instances.link_of("b"), old)
    monkeypatch.setattr(sys, "stdout", Closed())

    with (
        pytest.raises(FailedError, match=r"does not serve\. The portal is on v1\.1"),
        upgrading.back_if_it_fails(old),
        upgrading.step("Instance a"),
    ):
        raise FailedError("It does not serve.")

    assert places.target(places.CURRENT) == old
    assert started == [("a", old)]
