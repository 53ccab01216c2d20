"""What is down, told in one page to somebody who has just been woken: from the disk up to the public address.

It asks with Debian's own programs and Python alone, so that it says something when neither the database nor a
release of the portal does. `portal doctor` knows more, once the portal starts.
"""

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from deploy import await_alive
from deploy.upgrading import environment, instances, places
from deploy.upgrading.steps import FailedError

PATIENCE = 10.0
FOLDERS = (Path("/"), Path("/srv/portal/var"), Path("/var/lib/postgresql"), Path("/var/log"))
LEAST_BYTES, LEAST_FILES = 500 * 1024 * 1024, 1000
DAY = 86_400


@dataclass(frozen=True)
class Found:
    what: str
    # Empty where all is well.
    cure: str = ""


def disks(folders: tuple[Path, ...] = FOLDERS) -> Iterator[Found]:
    for device in {folder.stat().st_dev: folder for folder in folders if folder.is_dir()}.values():
        room = os.statvfs(device)
        free = room.f_bavail * room.f_frsize
        told = f"{device}: {free // 1024**2:,} MB free"
        if free < LEAST_BYTES:
            yield Found(
                told, "journalctl --vacuum-size=200M; apt-get clean; du -xsh /var/* /srv/portal/* | sort -h"
            )
        elif room.f_files and room.f_favail < LEAST_FILES:
            yield Found(
                f"{told}, but no names left for files",
                f"find {device} -xdev -type f | cut -d/ -f2-4 | sort | uniq -c | sort -n | tail",
            )
        else:
            yield Found(told)


def memory() -> Iterator[Found]:
    ended = said("journalctl", "--dmesg", "--since=-1d", "--grep=Killed process", "--output=cat", "--quiet")
    lines = [line for line in ended.splitlines() if "Killed process" in line]
    if lines:
        yield Found(
            f"memory: the kernel ended {len(lines)} processes within a day, the last: {lines[-1][:120]}",
            "free -m; systemd-cgtop -m -n 1. It was started again; if that goes on: docs/operations.md, "
            "What runs now.",
        )
    else:
        yield Found("memory: nothing was ended for want of it")


def database() -> Iterator[Found]:
    url = environment.read().get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return
    # It asks without the password, which whoever lists processes could read.
    done = run("pg_isready", "--dbname", re.sub(r"(://[^:@/]*):[^@/]*@", r"\1@", url), "--timeout", "3")
    if done is None or done.returncode:
        yield Found(
            "database: does not take connections",
            "pg_lsclusters; systemctl start postgresql@15-main; "
            "tail -30 /var/log/postgresql/postgresql-15-main.log",
        )
    else:
        yield Found("database: takes connections")


def portal() -> Iterator[Found]:
    host = urlsplit(environment.read().get("SITE_URL", "")).hostname or "localhost"
    for name in places.SERVING:
        yield instance(name, instances.socket_of(name), host)


def instance(name: str, path: str, host: str) -> Found:
    unit = instances.unit_of(name)
    try:
        if await_alive.status(path, "/readyz", host=host) == 200:
            return Found(f"instance {name}: ready")
    except (OSError, http.client.HTTPException) as problem:
        return Found(
            f"instance {name}: nobody answers ({problem})",
            f"journalctl -u {unit} -n 30; systemctl restart {unit}. Since an upgrade: "
            "/srv/portal/current/deploy/upgrade --back",
        )
    return Found(
        f"instance {name}: lives, but misses its database or its folder",
        f"mend the line above that says WRONG; else: portal doctor; journalctl -u {unit} -n 30",
    )


def front() -> Iterator[Found]:
    tested = run("nginx", "-q", "-t")
    if tested is None or tested.returncode:
        words = "is not installed" if tested is None else tested.stderr.strip().partition("\n")[0]
        yield Found(f"nginx: {words}", "mend what it names, then: systemctl restart nginx")
    elif said("systemctl", "is-active", "nginx").strip() != "active":
        yield Found("nginx: does not run", "systemctl start nginx; journalctl -u nginx -n 20")
    else:
        yield Found("nginx: runs")


def public_address() -> Iterator[Found]:
    """As visitors see it, but from here: a name or a firewall that leads them elsewhere is not seen."""
    host = urlsplit(environment.read().get("SITE_URL", "")).hostname or ""
    try:
        with socket.create_connection(("127.0.0.1", 443), PATIENCE) as plain:
            context = ssl.create_default_context()
            # Another authority than those this machine knows is no trouble of tonight.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(plain, server_hostname=host) as secure:
                certificate = secure.getpeercert(binary_form=True) or b""
                secure.sendall(f"GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                status = int(secure.recv(64).split()[1])
    except (OSError, ValueError, IndexError) as problem:
        yield Found(
            f"https://{host}: does not answer here ({problem})",
            "see nginx, above; ss -ltnp | grep -E ':(80|443) '",
        )
        return
    cure = "" if status == 200 else "the instances, above, say why"
    yield Found(f"https://{host}/readyz: {status}", cure)
    yield from ends(certificate)


def ends(certificate: bytes) -> Iterator[Found]:
    done = run("openssl", "x509", "-noout", "-enddate", sent=ssl.DER_cert_to_PEM_cert(certificate))
    if done is None or done.returncode:
        return
    seconds = ssl.cert_time_to_seconds(done.stdout.strip().partition("=")[2]) - time.time()
    told = f"certificate: {seconds / DAY:.0f} days left"
    yield Found(told, "" if seconds > 3 * DAY else "certbot renew; systemctl reload nginx")


def changes() -> Iterator[Found]:
    """The last ones: what was done last is mostly what it is."""
    for name, path in {
        "release": places.CURRENT,
        "settings": places.ENVIRONMENT,
        "packages of Debian": Path("/var/log/apt/history.log"),
    }.items():
        try:
            moment = datetime.fromtimestamp(path.lstat().st_mtime, tz=UTC)
        except OSError:
            continue
        of = f" ({release.name})" if name == "release" and (release := places.target(path)) else ""
        yield Found(f"{name}{of}: changed last on {moment:%Y-%m-%d at %H:%M} UTC")


def run(*words: str, sent: str | None = None) -> subprocess.CompletedProcess[str] | None:
    """None where there is no such program, or it hangs."""
    try:
        return subprocess.run(  # noqa: S603 - our own words
            words, input=sent, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def said(*words: str) -> str:
    done = run(*words)
    return done.stdout if done is not None else ""


LOOKS: tuple[Callable[[], Iterator[Found]], ...] = (
    *(disks, memory, database, portal, front, public_address),
    changes,
)


def main() -> int:
    wrong = 0
    for look in LOOKS:
        try:
            found = list(look())
        except (FailedError, OSError) as problem:
            found = [
                Found(f"{look.__name__}: could not be looked at ({problem})", "begin with what it names")
            ]
        for one in found:
            wrong += bool(one.cure)
            print(f"{'WRONG ' if one.cure else 'ok    '}{one.what}", flush=True)
            if one.cure:
                print(f"      → {one.cure}", flush=True)
    print(
        "\nMend the first that is wrong, and look again."
        if wrong
        else "\nNothing is wrong here. Now: portal doctor"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
