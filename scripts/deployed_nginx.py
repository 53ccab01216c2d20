"""nginx as deploy/nginx configures it, in a folder and on ports of one's own: for tests and measurements."""

import re
import shutil
import subprocess
from pathlib import Path

from scripts.files import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "portal.example.org"

MAIN = """\
daemon off;
pid {folder}/nginx.pid;
{user}worker_processes 2;
error_log {folder}/log/nginx/error.log;
events {{ worker_connections 2048; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    # As Debian has it, for servers that say nothing else.
    access_log {folder}/log/nginx/access.log;
    include {folder}/site.conf;
}}
"""


def write(
    folder: Path,
    *,
    https_port: int,
    http_port: int,
    host: str = HOST,
    sockets: str | None = None,
    var: str | None = None,
    static: str | None = None,
    user: str | None = None,
) -> Path:
    """The configuration of nginx, made of the real files.

    `sockets` is the folder of a.sock and b.sock; `var` the portal's VAR_DIR; a certificate, fullchain.pem and
    privkey.pem in `folder/tls`, is made where there is none.
    """
    for name in ("log/nginx/portal", "cache/nginx", "tls", "nginx", "run"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    places = {
        "/srv/portal/current/deploy/nginx": f"{folder}/nginx",
        "/srv/portal/static": static or f"{var or folder}/static",
        "/srv/portal/var": var or f"{folder}/var",
        "/run/portal": sockets or f"{folder}/run",
        "/var/cache/nginx": f"{folder}/cache/nginx",
        "/var/log/nginx": f"{folder}/log/nginx",
        "/etc/nginx/portal": f"{folder}/portal",
        "/var/www/html": f"{folder}/acme",
        "/etc/letsencrypt/live/portal.example.org": f"{folder}/tls",
        HOST: host,
    }
    source = ROOT / "deploy" / "nginx"
    for path in source.glob("*.conf"):
        text = path.read_text()
        for there, here in places.items():
            text = text.replace(there, here)
        text = re.sub(r"^\s*listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{https_port}", text)
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{http_port}", text)
        target = folder / "site.conf" if path.name == "site.conf" else folder / "nginx" / path.name
        target.write_text(text)
    shutil.copytree(source / "answers", folder / "nginx" / "answers", dirs_exist_ok=True)
    certify(folder / "tls", host)
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user=f"user {user};\n" if user else ""))
    return main


def certify(folder: Path, host: str) -> None:
    if (folder / "fullchain.pem").exists():
        return
    subprocess.run(  # noqa: S603 - fixed words
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


def test(main: Path) -> str:
    """What nginx has to say about the configuration; empty if it is content."""
    done = subprocess.run(  # noqa: S603 - found above
        [str(NGINX), "-q", "-t", "-c", str(main)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def start(main: Path) -> subprocess.Popen:
    """Ends when it is terminated."""
    return subprocess.Popen([str(NGINX), "-c", str(main)])  # noqa: S603 - found above
