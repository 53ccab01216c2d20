"""`make operations`: the commands of docs/operations.md on a clean Debian, then a day's work there.

--base FOLDER keeps the bare system there, and takes it from there the next time; --keep leaves the machine's
folder. What cannot be tried here is skipped, with the reason.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.try_operations import desk, guide, machine, moving, releases
from scripts.try_operations.visitor import Browser, Crowd, Visits

HOST = "portal.example.org"
UPGRADE = "/srv/portal/current/deploy/upgrade"
# Under load on a small machine, doctor may have to wait for an answer longer than it does.
IN_ANY_CASE = "--despite-doctor"
SECONDS: dict[str, float] = {}


@contextmanager
def part(name: str) -> Iterator[None]:
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    yield
    SECONDS[name] = time.monotonic() - began
    print(f"    ({SECONDS[name]:.0f} s)", flush=True)


class Try:
    def __init__(self, folder: Path, base: Path | None) -> None:
        self.folder, self.base = folder, base or folder / "base"
        self.machine = machine.Machine(folder / "first")
        self.second = machine.Machine(folder / "second")
        self.said = ""

    def all(self) -> None:
        with part("A clean Debian 12, booted"):
            self.repository = releases.Repository(self.folder)
            self.machine.make(self.base)
            self.boot(self.machine)
            self.machine.write("/etc/hosts", f"127.0.0.1 localhost portal {HOST}\n")
        for block in guide.blocks(self.repository.work):
            self.follow(block)
        with part("A day's work"):
            self.look()
            self.work()
        with part("Backup, loss, restoration"):
            self.lose()
        with part("Every timer's service"):
            self.tasks()
            self.inspect()
        with part("Restarts under load"):
            self.restart()
            self.reload()
        with part("A new release under load"):
            self.upgrade()
        with part("Releases that are no good, under load"):
            self.fail()
        with part("Back, under load"):
            self.back()
        with part("Starting the machine again"):
            self.boot_again()
        with part("Moving to a second machine"):
            self.move()

    def boot(self, one: machine.Machine) -> None:
        one.boot((self.repository.bare, "/mnt/portal.git"))

    def follow(self, block: guide.Block) -> None:
        """As it stands, but for what is everybody's own: names, repository, certificate."""
        if "names" in block.marks:
            self.machine.names = re.sub(r"(PORTAL_REPOSITORY)=.*", r"\1=/mnt/portal.git", block.commands)
        elif block.is_run:
            with part(block.heading):
                if block.heading.endswith("A backup"):
                    self.machine.run(
                        "sed -i 's|^BACKUP_TO=.*|BACKUP_TO=/var/backups/portal|' /etc/portal/portal.env"
                    )
                said = self.machine.run(block.commands, may_fail="may-complain" in block.marks)
                if "first-release" in block.marks:
                    self.said = said
        elif block.heading.endswith("A certificate"):
            self.certify()

    def certify(self) -> None:
        """By an authority of our own, which the machine and its visitors trust."""
        self.machine.run(
            f"""
            install -d -m 700 /etc/letsencrypt/live/{HOST}
            cd /etc/letsencrypt/live/{HOST}
            openssl req -x509 -newkey rsa:2048 -nodes -days 60 -subj '/CN=Authority of this try' \\
                -addext basicConstraints=critical,CA:true -keyout /tmp/ca.key \\
                -out /usr/local/share/ca-certificates/own.crt 2>/dev/null
            openssl req -newkey rsa:2048 -nodes -subj '/CN={HOST}' \\
                -keyout privkey.pem -out own.csr 2>/dev/null
            printf 'subjectAltName=DNS:{HOST}\\n' > own.ext
            openssl x509 -req -in own.csr -CA /usr/local/share/ca-certificates/own.crt -CAkey /tmp/ca.key \\
                -CAcreateserial -days 60 -extfile own.ext -out fullchain.pem 2>/dev/null
            chmod 600 privkey.pem
            update-ca-certificates >/dev/null
            """
        )

    def browser(self) -> Browser:
        authority = self.machine.root / "usr/local/share/ca-certificates/own.crt"
        return Browser(HOST, lambda: self.machine.connect(443), str(authority))

    def look(self) -> None:
        visitor = self.browser()
        for language, direction in (("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")):
            page = visitor.ask(f"/{language}/")
            assert page.status == 200, f"/{language}/ answers {page.status}"
            assert f'lang="{language}"' in page.text
            assert (direction == "rtl") == ('dir="rtl"' in page.text[:500])
            assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
        stylesheet = re.search(r'href="(/static/site\.[^"]+\.css)"', page.text)
        assert stylesheet
        assert "immutable" in visitor.ask(stylesheet[1]).headers["Cache-Control"]
        assert visitor.ask("/_stored/x").status == 404
        print("    three languages over TLS, the stylesheet kept for ever")

    def work(self) -> None:
        name = re.search(r"^\W*name +(\S+)", self.said, re.MULTILINE)
        password = re.search(r"^\W*password +(\S+)", self.said, re.MULTILINE)
        assert name, "the first release did not show an account"
        assert password, "the first release did not show a password"
        self.staff = self.browser()
        desk.sign_in(self.staff, name[1], password[1])
        desk.set_up_app(self.staff)
        print("    signed in, second factor set up, the desk opens")
        visitor = self.browser()
        asked_before = "/en/events/?q=executed"
        assert "executed guide" not in visitor.ask(asked_before).text
        self.event = desk.publish_event(self.staff, "Thematic meeting of the executed guide")
        began = time.monotonic()
        while visitor.ask(self.event).status != 200:
            assert time.monotonic() - began < 1, f"{self.event} is not public after a second"
            time.sleep(0.02)
        page = time.monotonic() - began
        # This list was asked for just before, and is kept.
        while "executed guide" not in visitor.ask(asked_before).text:
            assert time.monotonic() - began < 4, "the list does not follow"
            time.sleep(0.02)
        shown = time.monotonic() - began
        print(
            f"    an event published: its page there after {page:.2f} s, in a kept list after {shown:.2f} s"
        )

    def lose(self) -> None:
        """What a backup is for."""
        rows = "cd /; runuser -u postgres -- psql -qtA portal -c"
        counted = "SELECT count(*) FROM events_event"
        before = self.machine.run(f'{rows} "{counted}"', quiet=True).strip()
        self.machine.run("portal backup && portal backup --list")
        self.machine.run(f'{rows} "DROP TABLE events_event CASCADE"', quiet=True)
        self.machine.run("portal restore latest --force --without-backup && portal setup")
        after = self.machine.run(f'{rows} "{counted}"', quiet=True).strip()
        assert before == after, f"{before} events before, {after} after"
        self.machine.run(f"{UPGRADE} --restart")
        assert self.browser().ask(self.event).status == 200
        print(f"    {after} events are back, the new one among them")

    @contextmanager
    def under_load(self, *, most_failures: int = 0) -> Iterator[None]:
        crowd = Crowd(self.browser())
        time.sleep(1)
        try:
            yield
            time.sleep(1)
        finally:
            visits = crowd.home()
            print(f"    {sum(visits.statuses.values())} requests: {visits}", flush=True)
        self.judge(visits, most_failures)

    def judge(self, visits: Visits, most_failures: int) -> None:
        assert visits.statuses[200] > 100, "hardly anybody came"
        assert visits.failed() <= most_failures, f"{visits.failed()} requests failed"

    def release(self) -> str:
        return self.machine.run("readlink -f /srv/portal/current", quiet=True).strip().rpartition("/")[2]

    def restart(self) -> None:
        with self.under_load():
            for _ in range(3):
                self.machine.run(f"{UPGRADE} --restart", quiet=True)

    def reload(self) -> None:
        with self.under_load():
            self.machine.run("for one in a b; do systemctl reload portal-web@$one; sleep 14; done")

    def upgrade(self) -> None:
        self.first = self.release()
        releases.good(self.repository)
        with self.under_load():
            self.machine.run(f"{UPGRADE} v-good {IN_ANY_CASE}")
        assert self.release() == "v-good"

    def fail(self) -> None:
        releases.broken_page(self.repository)
        releases.broken_migration(self.repository)
        for tag in ("v-broken-page", "v-broken-migration"):
            with self.under_load():
                said = self.machine.run(f"{UPGRADE} {tag} {IN_ANY_CASE} || echo it ended with $?")
            assert "it ended with 1" in said, f"{tag} was taken"
            assert self.release() == "v-good"
        assert self.browser().ask("/en/").status == 200

    def back(self) -> None:
        with self.under_load():
            self.machine.run(f"{UPGRADE} --back")
        assert self.release() == self.first
        assert self.browser().ask(self.event).status == 200

    def tasks(self) -> None:
        timers = sorted(
            path.stem for path in (self.machine.root / "etc/systemd/system").glob("portal-*.timer")
        )
        for name in timers:
            verb = name.removeprefix("portal-")
            unit = f"portal-task@{verb}"
            self.machine.run(f"systemctl start {unit} || (journalctl -u {unit} -n 30 --no-pager; false)")
        print(f"    {', '.join(timers)}")
        assert "error:" not in self.machine.run("logrotate --debug /etc/logrotate.d/portal", quiet=True)
        self.machine.run("portal doctor", may_fail=True)

    def inspect(self) -> None:
        """What reads uploads works in the little that a unit of the portal may do: systemd gives a unit by a
        name like these the same bounds."""
        bounds = "systemd-run --quiet --wait --pipe --unit=portal-try --uid=portal --gid=portal"
        python = "--working-directory=/srv/portal/current /srv/portal/current/.venv/bin/python -m"
        read = "declarations.files.inspection tests/declarations/files/samples/french.pdf pdf"
        scaled = "events.pictures.scaling static/img/shared.png png"
        for what, told in ((read, '"page_count"'), (scaled, '"sha256"')):
            assert told in self.machine.run(f"{bounds} {python} {what}", quiet=True)
        print("    a PDF is read and a picture scaled within the bounds of the units")

    def boot_again(self) -> None:
        self.machine.stop()
        self.boot(self.machine)
        began = time.monotonic()
        while True:
            try:
                if self.browser().ask(self.event).status == 200:
                    break
            except OSError:
                pass
            assert time.monotonic() - began < 60, "the portal did not come back by itself"
            time.sleep(0.5)
        print("    everything came back by itself")

    def move(self) -> None:
        self.second.make(self.base)
        self.boot(self.second)
        # The one that the portal went back from: the database did not.
        moving.move(self.machine, self.second, guide.blocks(self.repository.work), release="v-good")
        self.machine.stop()
        self.machine = self.second
        assert self.browser().ask(self.event).status == 200
        self.machine.run("portal doctor", may_fail=True)
        print("    the new machine has what was published on the old one")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make operations", description=__doc__)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    reason = machine.missing()
    if reason:
        print(f"Skipped: {reason}.")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="portal-operations-"))
    attempt = Try(folder, asked.base)
    try:
        attempt.all()
    except AssertionError as problem:
        print(f"\nFAILED: {problem}")
        return 1
    finally:
        for one in (attempt.machine, attempt.second):
            one.stop()
        if asked.keep:
            print(f"The machine is in {folder}.")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print("\nAll of it works. " + ", ".join(f"{name}: {took:.0f} s" for name, took in SECONDS.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
