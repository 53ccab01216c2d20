"""Servers fork their workers, which have the same command line."""

import pytest

from operations.doctor import processes

pytestmark = pytest.mark.once

COMMAND = ["python", "granian", "--workers", "2", "khartoum.wsgi:application"]


@pytest.fixture
def system(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "SYSTEM", tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("VAR_DIR", "/srv/portal/var")

    def process(number, parent, command, folder_of_portal="/srv/portal/var"):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "cmdline").write_text("\0".join([*command, ""]))
        (folder / "environ").write_text(f"PATH=/usr/bin\0VAR_DIR={folder_of_portal}\0")
        (folder / "status").write_text(f"Name:\tpython\nPid:\t{number}\nPPid:\t{parent}\n")

    return process


def test_workers_are_counted_once_although_they_look_like_their_server(system):
    system(1, 0, ["systemd"])
    for server in (10, 20):
        system(server, 1, COMMAND)
        system(server + 1, server, COMMAND)
        system(server + 2, server, COMMAND)

    assert sorted(processes.servers()) == [10, 20]
    assert processes.web_workers() == 4


def test_another_portal_on_the_machine_counts_for_itself(system):
    system(10, 1, COMMAND)
    system(20, 1, COMMAND, folder_of_portal="/srv/trial/var")

    assert processes.servers() == [10]


def test_without_a_server_that_is_known_one_worker_is_taken_for_granted(system):
    system(1, 0, ["uwsgi"])

    assert processes.web_workers() == 1
