"""A portal in production as it should be: the doctor has nothing to say, and /readyz tells what it loses.

A whole one: database, certificate, mail server, two administrators, last night's backup.
"""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from django.conf import settings

from tests.operations import servers
from tests.operations.test_doctor_database import doctor
from tests.own_postgresql import own_postgresql

pytestmark = [pytest.mark.long, pytest.mark.once]

SECRET = "gQ3vXn7Lr0sTzKb5-WmYc2_HdUeJp8AfRi4oNyVt1BxGkMqZlS9hEw6CjDuPaOFI"
PEOPLE = """
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.utils import timezone
from accounts.models import User
from operations.backup import register
from operations.backup.models import Run

now = timezone.now()
for name in ("amal", "nadia"):
    person = User.objects.create(username=name, is_staff=True, last_login=now)
    person.groups.add(Group.objects.get(name="Administrator"))
    Authenticator.objects.create(user=person, type="totp", data={})
User.objects.filter(username="secretariat").update(is_active=False)
for kind in (Run.Kind.BACKUP, Run.Kind.DRILL):
    register.note(kind, began_at=now)
"""


class Portal:
    """Its environment, and how it is asked."""

    def __init__(self, environment, authority):
        self.environment = environment
        self.trusts = ssl.create_default_context(cafile=str(authority.file))

    def manage(self, *words):
        subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def ready(self):
        """The status of /readyz, and how long it took to be told."""
        began = time.monotonic()
        try:
            address = f"{self.environment['SITE_URL']}/readyz"
            with urllib.request.urlopen(address, timeout=10, context=self.trusts) as answer:  # noqa: S310
                status = answer.status
        except urllib.error.HTTPError as answer:
            status = answer.code
        except OSError:
            status = 0
        return status, time.monotonic() - began

    def until(self, status):
        """How long it takes until /readyz tells that, asked all the time."""
        began = time.monotonic()
        while time.monotonic() < began + 20:
            told, _seconds = self.ready()
            if told == status:
                return time.monotonic() - began
            time.sleep(0.1)
        pytest.fail(f"/readyz has not told {status} in 20 seconds.")


@contextmanager
def serving(portal, certificate, key):
    port = portal.environment["SITE_URL"].rpartition(":")[2]
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port, "--workers", "1"]
    options = ["--blocking-threads", "4", "--ssl-certificate", certificate, "--ssl-keyfile", key]
    process = subprocess.Popen(  # noqa: S603 - our own server
        [*server, *options, "khartoum.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=portal.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        portal.until(200)
        yield
    finally:
        process.terminate()
        process.wait()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The portal, and its database."""
    folder = tmp_path_factory.mktemp("healthy")
    authority = servers.Authority(folder)
    with ExitStack() as stack:
        database = stack.enter_context(own_postgresql())
        with psycopg.connect(database.address, autocommit=True) as connection:
            connection.execute("CREATE ROLE portal LOGIN")
            connection.execute("CREATE DATABASE portal OWNER portal")
        mail = stack.enter_context(servers.mail_server())
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        environment |= {
            "PORTAL_MODE": "production",
            "SECRET_KEY": SECRET,
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": f"https://localhost:{free_port()}",
            "DATABASE_URL": database.address.replace("postgres@", "portal@").replace("/postgres", "/portal"),
            "VAR_DIR": str(folder / "var"),
            "EMAIL_URL": f"smtp://localhost:{mail}",
            "EMAIL_FROM": "portal@example.org",
            "ERRORS_TO": "administrator@example.org",
            "SSL_CERT_FILE": str(authority.file),
        }
        portal = Portal(environment, authority)
        portal.manage("setup")
        portal.manage("shell", "-c", PEOPLE)
        stack.enter_context(serving(portal, *authority.files_for("localhost")))
        yield portal, database


def test_a_portal_as_it_should_be_is_clean(served):
    portal, _database = served

    findings, ended = doctor(environment=portal.environment)
    # Who keeps the clock of the machine that tests run on is no matter of the portal's.
    assert [problem for problem in findings if "Nothing keeps the clock" not in problem] == []
    assert ended == 0


def test_a_frozen_database_is_told_in_five_seconds_and_its_return_in_two(served):
    portal, database = served
    assert portal.ready()[0] == 200

    database.freeze()
    try:
        assert portal.until(503) < 5
        # However often it is asked, each answer comes in time.
        assert [status for status, seconds in (portal.ready() for _time in range(20)) if seconds < 5] == [
            503
        ] * 20
    finally:
        database.thaw()
    assert portal.until(200) < 2
