"""Everything that docs/growing.md speaks of, together: nginx, two web machines, a primary and its replica,
Redis, and a store that speaks S3. Each machine is a process with a folder and a port of its own."""

import json
import secrets
import shutil
import sys
from pathlib import Path

from scripts import deployed_nginx
from scripts.cluster.direct import Direct
from scripts.cluster.front import Front
from scripts.cluster.machine import Machine
from scripts.cluster.ports import free_ports
from scripts.cluster.redis import PROGRAM as REDIS
from scripts.cluster.redis import Redis
from scripts.cluster.store import Store
from scripts.faults.asking import Visitor
from scripts.faults.parts.database import NAME, ROLE, Cluster, programs
from scripts.faults.parts.process import plain_environment, run, wait_for


def missing() -> str:
    """What of the parts is not installed; empty where all is there."""
    try:
        programs()
    except SystemExit as error:
        return str(error)
    wanted = {"nginx": deployed_nginx.NGINX, "redis-server": REDIS, "openssl": shutil.which("openssl")}
    return ", ".join(f"{name} is not installed" for name, program in wanted.items() if program is None)


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The database runs as somebody else, and has its own folder in this one.
        folder.chmod(0o711)
        front, plain, primary, replica, redis, store, *webs = free_ports(8)
        self.primary = Cluster(folder / "primary", primary)
        self.replica = Cluster(folder / "replica", replica)
        self.redis = Redis(redis, folder=folder)
        self.store = Store(store, folder=folder)
        self.static = folder / "static"
        hosts = f"127.0.0.1:{replica},127.0.0.1:{primary}"
        self.environment = plain_environment(
            HOME=str(folder),
            PORTAL_MODE="production",
            SECRET_KEY=secrets.token_urlsafe(64),
            ALLOWED_HOSTS="localhost",
            SITE_URL=f"https://localhost:{front}",
            BEHIND_TLS_PROXY="yes",
            TRUSTED_PROXIES="1",
            STATIC_ROOT=str(self.static),
            DATABASE_URL=self.primary.url,
            DATABASE_REPLICA_URL=f"postgres://{ROLE}@{hosts}/{NAME}?target_session_attrs=prefer-standby",
            REDIS_URL=f"redis://127.0.0.1:{redis}/0",
            API_REQUESTS_A_MINUTE="5000",
            **self.store.settings,
        )
        self.webs = [self._web(number, port) for number, port in enumerate(webs, start=1)]
        machines = [f"127.0.0.1:{web.port}" for web in self.webs]
        self.front = Front(front, plain, machines=machines, static=self.static, folder=folder)
        # Written by the seeding: who signs in, and what is read.
        self.seeded: dict = {}

    def _web(self, number: int, port: int) -> Machine:
        home = self.folder / f"machine-{number}"
        (home / "var").mkdir(parents=True)
        return Machine(port, folder=home, environment=self.of_machine(number))

    def of_machine(self, number: int) -> dict[str, str]:
        return {**self.environment, "VAR_DIR": str(self.folder / f"machine-{number}" / "var")}

    def start(self) -> None:
        self.redis.create()
        self.store.create()
        self.primary.create()
        with self.primary.as_owner() as database:
            # A machine that loses its power is not what is tried here, and setting up takes half as long.
            database.execute("ALTER SYSTEM SET fsync = off")
            database.execute("SELECT pg_reload_conf()")
        self.manage("setup")
        told = run([sys.executable, "-m", "scripts.faults.seeding"], self.of_machine(1))
        self.seeded = json.loads(told)
        self.replica.copy_of(self.primary)
        for web in self.webs:
            web.start()
        self.front.create()
        for number in range(len(self.webs)):
            self.wait_for_machine(number)

    def manage(self, *arguments: str) -> str:
        return run(
            [sys.executable, "manage.py", *arguments], self.of_machine(1), log=self.folder / "commands.log"
        )

    def wait_for_machine(self, number: int) -> float:
        return wait_for(lambda: self.is_ready(number), f"Web machine {number + 1}")

    def is_ready(self, number: int) -> bool:
        try:
            return self.of(number).get("/healthz").status == 200
        except OSError:
            return False

    def visitor(self, number: int = 0) -> Visitor:
        """Through nginx. Each number comes from an address of its own, as visitors do."""
        return Visitor(self.front.port, self.front.certificate, number=number)

    def of(self, number: int, cookies: dict[str, str] | None = None) -> Direct:
        """One web machine alone, asked as nginx asks it."""
        return Direct(self.webs[number].port, self.front.port, cookies)

    def counted_together(self) -> list[int]:
        """What Redis knows of requests to the API."""
        import redis  # noqa: PLC0415 - nothing else here needs it

        with redis.Redis(port=self.redis.port) as server:
            return [int(server.get(key) or 0) for key in server.scan_iter("*requests:*")]

    def stop(self) -> None:
        for part in (self.front, *self.webs, self.redis, self.store):
            part.kill()
        for cluster in (self.replica, self.primary):
            cluster.drop()
