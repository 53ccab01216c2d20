"""What is in deploy/ fits together, and its guide: `make operations` does the rest, for real."""

import os
import re
import shutil
import subprocess
from argparse import Namespace

import pytest

from deploy.upgrading import __main__ as upgrading
from deploy.upgrading import environment, migrating, places, releases
from deploy.upgrading.steps import FailedError
from scripts.files import ROOT
from scripts.try_operations import guide

pytestmark = pytest.mark.once

DEPLOY = ROOT / "deploy"
SETTING = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
UNITS = sorted(
    path.relative_to(DEPLOY / "systemd") for path in (DEPLOY / "systemd").rglob("*") if path.is_file()
)


def run(command, **more):
    return subprocess.run(command, text=True, capture_output=True, check=False, **more)  # noqa: S603 - words of ours


def test_environment_file_explains_every_setting_once():
    explained = SETTING.findall((DEPLOY / "portal.env").read_text())

    assert sorted(explained) == sorted(set(SETTING.findall((ROOT / ".env.example").read_text())))


def test_environment_file_sets_nothing_to_what_production_refuses():
    given = environment.read(DEPLOY / "portal.env")

    assert given["PORTAL_MODE"] == "production"
    assert given["SITE_URL"] == "https://portal.example.org"
    assert given["BEHIND_TLS_PROXY"] == "yes"
    # Left to be filled in: it is not to be the same anywhere.
    assert given["SECRET_KEY"] == ""


def test_environment_file_is_read_as_systemd_reads_it(tmp_path):
    path = tmp_path / "portal.env"
    path.write_text('# NOT=this\n; NOR=this\nPLAIN=a b=c\nQUOTED="d e"\nEMPTY=\n not a setting\n')

    assert environment.read(path) == {"PLAIN": "a b=c", "QUOTED": "d e", "EMPTY": ""}


@pytest.mark.parametrize("number", range(len(guide.blocks())))
def test_commands_of_the_guide_can_be_read_by_a_shell(number):
    block = guide.blocks()[number]

    done = run(["bash", "-n"], input=block.commands)

    assert (done.returncode, done.stderr) == (0, "")


def test_guide_copies_only_files_that_are_there():
    told = "\n".join(block.commands for block in guide.blocks())

    named = re.findall(r"/srv/portal/(?:source|current)/([\w./-]+)", told)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_links_of_the_guide_lead_somewhere():
    links = re.findall(r"\]\(([\w./-]+)\)", guide.GUIDE.read_text())

    assert [link for link in links if not (guide.GUIDE.parent / link).exists()] == []


@pytest.fixture
def units(tmp_path):
    """The units as they would be installed, with programs that are there."""
    for name in UNITS:
        target = tmp_path / "etc/systemd/system" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (DEPLOY / "systemd" / name).read_text()
        target.write_text(re.sub(r"/srv/portal/\S+/(granian|python)\b", "/bin/true", text))
    return tmp_path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_units_are_sound(units):
    folder = units / "etc/systemd/system"
    names = [str(folder / name) for name in UNITS if name.suffix in {".timer", ".target"}]
    names += [
        str(folder / f"{name}.service")
        for name in ("portal-web@a", "portal-task@backup", "portal-task@restore_drill", "portal-metrics")
    ]

    done = run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=one", *names])

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize(
    "unit", ["portal-web@a.service", "portal-task@backup.service", "portal-metrics.service"]
)
def test_units_may_do_little(units, unit):
    # Of ten: 10 may do anything. What is left is the network and the sockets of database and nginx.
    done = run(["systemd-analyze", "security", "--offline=true", f"--root={units}", "--threshold=16", unit])

    assert done.returncode == 0, done.stdout[-300:]


def test_target_starts_every_timer_and_each_calls_a_verb_that_is_there():
    wanted = re.findall(r"[\w@-]+\.timer", (DEPLOY / "systemd/portal.target").read_text())
    timers = [name.name for name in UNITS if name.suffix == ".timer"]
    verbs = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"clearsessions"}

    assert sorted(wanted) == sorted(timers)
    for name in timers:
        verb = name.removeprefix("portal-").removesuffix(".timer")
        assert verb in verbs
        assert f"Unit=portal-task@{verb}.service" in (DEPLOY / "systemd" / name).read_text()


def test_units_of_what_excludes_each_other_wait_for_each_other():
    waiting = {name.parent.name: DEPLOY / "systemd" / name for name in UNITS if name.name == "wait.conf"}

    assert sorted(waiting) == ["portal-task@backup.service.d", "portal-task@restore_drill.service.d"]
    for path in waiting.values():
        assert "\nExecStart=\nExecStart=" in path.read_text()
        assert "manage.py %i --wait 60\n" in path.read_text()


@pytest.mark.skipif(not shutil.which("logrotate"), reason="logrotate is not installed")
def test_rotation_of_logs_can_be_read(tmp_path):
    rule = tmp_path / "portal"
    shutil.copyfile(DEPLOY / "logrotate/portal", rule)
    rule.chmod(0o644)

    done = run(["logrotate", "--debug", "--state", tmp_path / "state", rule])

    assert (done.returncode, re.findall(r"error:.*", done.stderr)) == (0, [])


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("RELEASES", "STATIC", "CURRENT", "PREVIOUS", "INSTANCES"):
        monkeypatch.setattr(places, name, tmp_path / name.lower())
    places.STATIC.mkdir()
    return tmp_path


def release(name, *, age, static):
    folder = places.RELEASES / name
    (folder / "collected").mkdir(parents=True)
    (folder / "collected" / static).write_text(name)
    (places.STATIC / static).write_text(name)
    done = folder / releases.COMPLETE
    done.touch()
    os.utime(done, (1_700_000_000 - age, 1_700_000_000 - age))
    return folder


def test_last_three_releases_are_kept_with_their_static_files_and_whatever_is_in_use(home):
    for age, name in enumerate(["v5", "v4", "v3", "v2", "v1"]):
        release(name, age=age, static=f"site.{name}.css")
    places.lead(places.CURRENT, places.RELEASES / "v5")
    places.lead(places.PREVIOUS, places.RELEASES / "v1")

    releases.prune()

    assert sorted(path.name for path in places.RELEASES.iterdir()) == ["v1", "v4", "v5"]
    assert sorted(path.name for path in places.STATIC.iterdir()) == [
        "site.v1.css",
        "site.v4.css",
        "site.v5.css",
    ]


def test_half_made_release_is_no_release_to_go_back_to(home):
    whole = release("v1", age=1, static="a.css")
    half = release("v2", age=0, static="b.css")
    (half / releases.COMPLETE).unlink()

    assert releases.there() == [whole]


def test_link_is_moved_without_a_moment_in_which_it_leads_nowhere(home):
    first, second = release("v1", age=1, static="a.css"), release("v2", age=0, static="b.css")

    places.lead(places.CURRENT, first)
    places.lead(places.CURRENT, second)

    assert places.target(places.CURRENT) == second.resolve()
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


def package(folder, *, says):
    """The modules that the commands of deploy/ call."""
    for name in (
        "__init__.py",
        "looking.py",
        "upgrading/__init__.py",
        "upgrading/__main__.py",
        "upgrading/verb.py",
    ):
        target = folder / "deploy" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("" if name.endswith("__init__.py") else f"print('{says}')\n")
    return folder


@pytest.mark.parametrize("command", ["portal", "upgrade", "look"])
def test_root_runs_nothing_of_the_folder_it_happens_to_be_in(command, tmp_path):
    release, elsewhere = (
        package(tmp_path / "release", says="release"),
        package(tmp_path / "else", says="else"),
    )
    shutil.copy(DEPLOY / command, release / "deploy")

    done = run([release / "deploy" / command], cwd=elsewhere)

    assert (done.returncode, done.stdout) == (0, "release\n")


def test_missing_settings_are_told_with_what_to_do(tmp_path):
    with pytest.raises(FailedError, match="deploy/portal"):
        environment.read(tmp_path / "none")


@pytest.fixture
def migration(tmp_path, monkeypatch):
    """Says what the last line is, as often as there are lines, one for each try."""

    def told(*lines):
        script = tmp_path / "migrate"
        (tmp_path / "lines").write_text("\n".join(lines) + "\n")
        script.write_text(
            f'cd {tmp_path}; line=$(head -1 lines); sed -i 1d lines; echo "$PGOPTIONS" >> options\n'
            '[ -z "$line" ] || { echo "$line"; exit 1; }\n'
        )
        monkeypatch.setattr(migrating, "LOCK_PAUSE", 0.0)
        monkeypatch.setattr(environment, "manage", lambda *_words: ["bash", str(script)])
        return tmp_path

    return told


def test_migration_waits_for_a_table_a_moment_only_and_tries_again(migration):
    folder = migration(
        "canceling statement due to lock timeout", "canceling statement due to lock timeout", ""
    )

    migrating.migrate(folder, {**os.environ})

    options = (folder / "options").read_text().splitlines()
    assert len(options) == 3
    assert all("lock_timeout=500" in told for told in options)


def test_migration_that_fails_is_not_tried_again_and_what_it_said_is_told(migration):
    folder = migration("division by zero")

    with pytest.raises(FailedError, match="The old release goes on") as failure:
        migrating.migrate(folder, {**os.environ})

    assert failure.value.said == "division by zero\n"
    assert (folder / "options").read_text().count("\n") == 1


@pytest.mark.parametrize(("old", "times"), [(None, 0), ("old", 1)])
def test_doctor_is_asked_before_every_start_but_the_first(tmp_path, monkeypatch, old, times):
    asked = []
    monkeypatch.setattr(upgrading, "migrate", lambda *_words: None)
    monkeypatch.setattr(upgrading, "run", lambda command, **_more: asked.append(command[-1]) or "")
    monkeypatch.setattr(environment, "manage", lambda _release, *words: list(words))
    monkeypatch.setattr(environment, "settings", dict)
    monkeypatch.setattr(releases, "seal", lambda *_words: None)
    monkeypatch.setattr(releases, "offer_static", lambda _release: None)

    wanted = Namespace(without_backup=True, despite_doctor=False)
    upgrading.prepare(tmp_path / "new", "1" * 40, old and tmp_path / old, wanted)

    assert asked.count("doctor") == times
    assert asked.count("setup") == 1


def with_libraries(folder, *, version, lock="one==1"):
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "runtime.txt").write_text(lock)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "pyvenv.cfg").write_text(f"version = {version}\ncommand = -m venv {folder}/.venv\n")
    (folder / ".venv" / "bin" / "granian").write_text(f"#!{folder}/.venv/bin/python\n")
    return folder


def test_libraries_are_taken_over_from_a_release_with_the_same_lock_and_python(tmp_path):
    here = run(["/usr/bin/python3", "-c", "import platform; print(platform.python_version())"]).stdout.strip()
    old = with_libraries(tmp_path / "old", version=here)

    same = with_libraries(tmp_path / "same", version="")
    other = with_libraries(tmp_path / "other", version="", lock="one==2")
    older = with_libraries(tmp_path / "older", version="3.10.1")

    assert releases.has_same_libraries(same, old)
    assert not releases.has_same_libraries(other, old)
    assert not releases.has_same_libraries(same, older)


def test_libraries_that_are_taken_over_name_the_python_beside_them(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "USER", str(os.getuid()))
    old = with_libraries(tmp_path / "old", version="3.11.2")
    new = tmp_path / "new"
    new.mkdir()

    releases.take_over_libraries(new, old)

    assert (new / ".venv/bin/granian").read_text() == f"#!{new}/.venv/bin/python\n"
    assert str(old) not in (new / ".venv/pyvenv.cfg").read_text()
    assert (old / ".venv/bin/granian").read_text() == f"#!{old}/.venv/bin/python\n"
