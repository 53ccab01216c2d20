"""A clean Debian 12, made by debootstrap and booted by systemd-nspawn, without a network of its own."""

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from scripts.try_operations import door

SUITE = "bookworm"
# What Debian's installer brings and debootstrap does not.
INSTALLED = "systemd,systemd-sysv,dbus,adduser,iproute2,procps,ca-certificates"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PROXY = f"http://127.0.0.1:{door.PORT}"
BOOT_PATIENCE = 90


def missing() -> str:
    """Why no such machine can be made here; empty if one can."""
    if os.getuid() != 0:
        return "it needs root"
    tools = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "nsenter": "util-linux"}
    lacks = [package for tool, package in tools.items() if not shutil.which(tool)]
    if lacks:
        return f"it needs Debian's {', '.join(lacks)}"
    if not mirrors():
        return f"this machine's sources of packages have none of Debian {SUITE}"
    return ""


def mirrors() -> list[tuple[str, str, str]]:
    """Where this machine has packages of that Debian from: address, release, components."""
    asked = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(RELEASE) $(COMPONENT)",
        "Created-By: Packages",
    ]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    found: dict[tuple[str, str], set[str]] = {}
    for line in told.splitlines():
        address, release, component = line.split()
        if release.partition("-")[0] == SUITE:
            found.setdefault((address, release), set()).add(component)
    return [(*where, " ".join(sorted(parts))) for where, parts in found.items()]


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "root"
        # What every command begins with: the names that the guide sets once.
        self.names = ""
        self.bound: set[Path] = set()
        self.visitors = itertools.count()

    def make(self, base: Path) -> None:
        """`base` is kept, and taken as it is the next time."""
        self.folder.mkdir(exist_ok=True)
        if (base / "etc/debian_version").exists():
            checked(["cp", "-a", base, self.root])
        else:
            main = next(one for one in mirrors() if one[1] == SUITE)
            # What it mounts meanwhile is gone with it, however it ends.
            words = ["unshare", "--mount", "debootstrap", "--variant=minbase", f"--include={INSTALLED}"]
            checked([*words, SUITE, self.root, main[0]])
            checked(["cp", "-a", self.root, base])
        lines = [f"deb {address} {suite} {parts}\n" for address, suite, parts in mirrors()]
        (self.root / "etc/apt/sources.list").write_text("".join(lines))
        (self.root / "etc/apt/apt.conf.d/90door").write_text(
            f'Acquire::http::Proxy "{PROXY}";\nDpkg::Use-Pty "0";\nquiet "2";\n'
        )
        (self.root / "etc/hostname").write_text("portal\n")
        self.pass_on_index()

    def pass_on_index(self) -> None:
        """Where this machine has Python's packages from, and whom it trusts in that."""
        told = subprocess.run(
            [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
        ).stdout
        lines = ["[global]"]
        for name, value in re.findall(r"^(?:global|:env:|install)\.([\w-]+)='(.*)'$", told, re.MULTILINE):
            values = value.replace("\\n", " ").split()
            for path in (Path(word.removeprefix("file://")) for word in values):
                if path.is_absolute() and path.exists():
                    self.bound.add(path)
            if name == "cert":
                shutil.copyfile(value, self.root / "usr/local/share/index-ca.pem")
                self.bound.discard(Path(value))
                values = ["/usr/local/share/index-ca.pem"]
            line = f"{name} = {' '.join(values)}"
            if not any(known.startswith(f"{name} =") for known in lines):
                lines.append(line)
        (self.root / "etc/pip.conf").write_text("\n".join(lines) + "\n")

    def boot(self, *binds: tuple[Path, str]) -> None:
        command = ["systemd-nspawn", "--quiet", "--boot", "--private-network", "--register=no", "--keep-unit"]
        command += ["--resolv-conf=off", "--link-journal=no", f"--directory={self.root}", "--console=pipe"]
        command += [f"--bind-ro={path}:{place}" for path, place in binds]
        command += [f"--bind-ro={whole(path)}" for path in self.bound]
        self.console = (self.folder / "console.log").open("w")
        self.nspawn = subprocess.Popen(  # noqa: S603 - fixed words and our own folders
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.console,
            stderr=subprocess.STDOUT,
        )
        self.leader = self.wait_for_leader()
        self.door = door.open_for(self.leader)
        self.wait_until_running()

    def wait_for_leader(self) -> int:
        until = time.monotonic() + BOOT_PATIENCE
        while time.monotonic() < until and self.nspawn.poll() is None:
            for pid in children(self.nspawn.pid):
                if is_first_process(pid):
                    return pid
            time.sleep(0.1)
        sys.exit(f"The machine did not start: see {self.folder}/console.log.")

    def wait_until_running(self) -> None:
        until = time.monotonic() + BOOT_PATIENCE
        state: list[str] = []
        while time.monotonic() < until:
            state = self.run("systemctl is-system-running || true", quiet=True).strip().splitlines()[-1:]
            if state and state[0] in {"running", "degraded"}:
                return
            time.sleep(0.5)
        sys.exit(f"systemd is still {state} in the machine: see {self.folder}/console.log.")

    def run(self, commands: str, *, quiet: bool = False, may_fail: bool = False) -> str:
        """As typed by root, in one shell that ends at the first error. Gives what was said."""
        inside = ["nsenter", f"--target={self.leader}", "--mount", "--uts", "--ipc", "--net", "--pid"]
        inside += ["--root", "--wd", "--"]
        inside += [
            "env",
            "-i",
            f"PATH={PATH}",
            "HOME=/root",
            "LANG=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive",
        ]
        inside += [f"{name}={PROXY}" for name in ("http_proxy", "https_proxy")]
        inside += ["no_proxy=localhost,127.0.0.1,.example.org", "bash", "-e", "-o", "pipefail", "-c"]
        done = subprocess.Popen(  # noqa: S603 - what the guide says, inside
            [*inside, f"cd /root\n{self.names}\n{commands}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        for line in done.stdout or ():
            said.append(line)
            if not quiet:
                print(f"    | {line}", end="", flush=True)
        if done.wait() and not may_fail:
            raise AssertionError(f"ended with {done.returncode}:\n{commands}\n{''.join(said)[-4000:]}")
        return "".join(said)

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)

    def connect(self, port: int, timeout: float = 30) -> socket.socket:
        """As a visitor would, each from another address: many come, and each is counted by itself."""
        number = next(self.visitors)
        source = f"127.{1 + number // 250 % 250}.{number // 62500 % 250}.{1 + number % 250}"
        with door.network_of(self.leader):
            return socket.create_connection(("127.0.0.1", port), timeout, source_address=(source, 0))

    def stop(self) -> None:
        if getattr(self, "nspawn", None) is None:
            return
        if getattr(self, "door", None) is not None:
            self.door.close()
        self.nspawn.send_signal(signal.SIGTERM)
        try:
            self.nspawn.wait(30)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()
        self.console.close()


def checked(command: list) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def whole(path: Path) -> Path:
    """The pages of a local index lead to files beside them."""
    return path.parent if path.name == "simple" else path


def children(pid: int) -> list[int]:
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*found, *(grandchild for child in found for grandchild in children(child))]


def is_first_process(pid: int) -> bool:
    """Of a namespace of its own, and already systemd."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return False
    numbers = re.search(r"^NSpid:\s+(.*)$", status, re.MULTILINE)
    return name == "systemd" and numbers is not None and numbers[1].split()[-1] == "1"
