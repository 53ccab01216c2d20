"""The servers that are measured, each on one core; who asks them sits on another."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from scripts.bench import processor
from scripts.files import ROOT

BIN = Path(sys.executable).parent
SERVING_CORE, ASKING_CORE = 0, 1
PATIENCE = 60
# As `make run` starts it, with one worker: tests/scripts/test_bench.py compares.
GRANIAN = ["--interface", "wsgi", "--host", "127.0.0.1", "--blocking-threads", "4", "--log-level", "warning"]
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


class Server:
    """A process of ours and where it answers."""

    def __init__(self, command: list[str], port: int, environment: dict[str, str], log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.port = port
        self.log = log
        self.began = time.perf_counter()
        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                ["taskset", "-c", str(SERVING_CORE), *command],  # noqa: S607
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.database = environment.get("DATABASE_URL", "")

    def wait(self, path: str) -> float:
        """Until it has answered for the first time: the seconds since it was started."""
        while time.perf_counter() - self.began < PATIENCE:
            if self.process.poll() is not None:
                raise SystemExit(f"A server ended before it answered: see {self.log}")
            try:
                urllib.request.urlopen(self.address + path, timeout=PATIENCE).read()  # noqa: S310 - our own server
            except urllib.error.HTTPError as answer:
                raise SystemExit(f"{path} answers {answer.code}: see {self.log}") from answer
            except OSError:
                time.sleep(0.01)
            else:
                return time.perf_counter() - self.began
        raise SystemExit(f"{path} did not answer within {PATIENCE} s: see {self.log}")

    def processes(self) -> list[int]:
        return processor.tree(self.process.pid)

    def stop(self) -> None:
        for name in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(self.process.pid, name)
                self.process.wait(timeout=10)


@contextlib.contextmanager
def portal(
    database: str, folder: Path, *, cached: bool, application: str = "khartoum.wsgi"
) -> Iterator[Server]:
    port = free_port()
    environment = {
        **own_environment(database, folder),
        **ENVIRONMENT,
        "SITE_URL": f"http://127.0.0.1:{port}",
        # Counted as ever, and never too many.
        "API_REQUESTS_A_MINUTE": "1000000000",
        **({} if cached else {"PAGE_CACHE_MEGABYTES": "0"}),
    }
    command = [
        str(BIN / "granian"),
        *GRANIAN,
        "--port",
        str(port),
        "--workers",
        "1",
        f"{application}:application",
    ]
    server = Server(command, port, environment, folder / "server.log")
    try:
        yield server
    finally:
        server.stop()


def own_environment(database: str, folder: Path) -> dict[str, str]:
    """The portal's own settings, whatever this shell has set."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "VAR_DIR": str(folder), "DATABASE_URL": database}


@contextlib.contextmanager
def nginx(folder: Path, *, behind: Server, static: Path) -> Iterator[Server]:
    """Files of `static` under /static-page/, everything else from its cache of what `behind` answers."""
    port = free_port()
    home = folder / "nginx"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "nginx.conf").write_text(
        NGINX.format(home=home, port=port, static=static, behind=behind.address[7:])
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [program, "-p", str(home), "-e", str(home / "error.log"), "-c", str(home / "nginx.conf")]
    server = Server(command, port, {"PATH": os.environ["PATH"]}, home / "output.log")
    try:
        yield server
    finally:
        server.stop()


# One worker, as with the portal. The answers' own headers say what may be kept and how long.
NGINX = """
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    proxy_cache_path {home}/cache keys_zone=pages:10m max_size=500m;
    upstream portal {{ server {behind}; keepalive 8; }}
    server {{
        listen 127.0.0.1:{port};
        location /static-page/ {{
            alias {static}/;
            types {{ }}
            default_type "text/html; charset=utf-8";
            add_header Content-Encoding gzip;
            add_header Vary Accept-Encoding;
            add_header Cache-Control "max-age=0, public, s-maxage=1, must-revalidate";
        }}
        location / {{
            proxy_pass http://portal;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_cache pages;
            proxy_cache_lock on;
            proxy_cache_revalidate on;
            proxy_cache_background_update on;
            proxy_cache_use_stale updating;
        }}
    }}
}}
"""


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
