"""The portal as deployed: nginx with TLS, two instances, a database that keeps what it has said it keeps."""

import contextlib
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.faults import ports
from scripts.faults.asking import Visitor
from scripts.faults.parts.database import Cluster
from scripts.faults.parts.front import Front
from scripts.faults.parts.process import plain_environment, run, wait_for
from scripts.faults.parts.web import Instance

# As many as nginx knows: one answers while the other is away.
NAMES = ("a", "b")


class Site:
    """What stands behind one address, and how each of it is reached."""

    def __init__(self, folder: Path, *, port: int = ports.FRONT, database: int = ports.DATABASE) -> None:
        self.folder, self.var, self.port = folder, folder / "var", port
        self.cluster = Cluster(folder / "database", database)
        self.address = f"https://localhost:{port}"
        self.environment = plain_environment(
            HOME=str(folder),
            PORTAL_MODE="production",
            SECRET_KEY=secrets.token_urlsafe(64),
            ALLOWED_HOSTS="localhost",
            DATABASE_URL=self.cluster.url,
            SITE_URL=self.address,
            BEHIND_TLS_PROXY="yes",
            TRUSTED_PROXIES="1",
            VAR_DIR=str(self.var),
            X_ACCEL_PREFIX="/_stored/",
            # More than a harness asks for that comes from few addresses; counted all the same.
            API_REQUESTS_A_MINUTE="100000",
        )
        # Where files are not in a folder: whether one of this name is there.
        self.has_file: Callable[[str], bool] | None = None
        # Written by the seeding: who signs in, and what is read.
        self.seeded: dict = {}
        self.instances = self.new_instances()
        self.front = Front(port, folder=folder, var=self.var)

    def new_instances(self, **more: str) -> list[Instance]:
        environment = {**self.environment, **more}
        return [Instance(name, folder=self.folder, environment=environment) for name in NAMES]

    def prepare(self) -> None:
        """As an administrator does before the first start; the harness's people and readings besides."""
        self.cluster.create()
        self.var.mkdir(exist_ok=True)
        self.manage("setup")
        seeding = [sys.executable, "-m", "scripts.faults.seeding"]
        self.seeded = json.loads(run(seeding, self.environment, log=self.folder / "seeding.log"))

    def start(self) -> None:
        self.start_instances()
        self.front.start()
        self.wait()

    def start_instances(self) -> None:
        for instance in self.instances:
            instance.start()
        for instance in self.instances:
            instance.wait()

    def stop_instances(self) -> None:
        for instance in self.instances:
            instance.stop()

    @contextlib.contextmanager
    def with_settings(self, **more: str) -> Iterator[None]:
        """Instances with other settings, as long as it lasts."""
        self.stop_instances()
        usual, self.instances = self.instances, self.new_instances(**more)
        try:
            self.start_instances()
            yield
        finally:
            self.stop_instances()
            self.instances = usual
            self.start_instances()

    def wait(self) -> float:
        # nginx lets nobody ask much more often.
        return wait_for(self.is_ready, "The portal", every=0.5)

    def is_ready(self) -> bool:
        with contextlib.closing(self.visitor()) as visitor:
            try:
                return visitor.get("/readyz").status == 200
            except OSError:
                return False

    def visitor(self, number: int = 0, **options: float) -> Visitor:
        """Each number comes from an address of its own, as visitors do."""
        return Visitor(self.port, self.front.certificate, number=number, **options)

    def manage(self, *arguments: str, **settings: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return run(command, {**self.environment, **settings}, log=self.folder / "commands.log")

    def forget_tries(self) -> None:
        """Signing in that failed because of one fault must not count in the next."""
        with self.cluster.connect() as database:
            database.execute("DELETE FROM accounts_tries")

    def drop(self) -> None:
        self.front.stop()
        self.stop_instances()
        self.cluster.drop()


@contextlib.contextmanager
def site(**places: int) -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    # The database runs as somebody else, and has its own folder in this one.
    folder.chmod(0o711)
    made = Site(folder, **places)
    try:
        began = time.monotonic()
        made.prepare()
        made.start()
        print(f"The portal answers at {made.address} after {time.monotonic() - began:.0f} s.", flush=True)
        yield made
    finally:
        made.drop()
        if os.environ.get("KEEP"):
            print(f"Kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
