"""Small real servers for the doctor to look at: of pages, of letters, with certificates good and bad."""

import os
import socketserver
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@contextmanager
def running(server):
    """Its port, while it runs."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class QuietPortal(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class ThreadingWSGIServer(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self):
        # Django's and the library's own look up the machine's name, which may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]
        self.setup_environ()


def portal(application, *, secure=None, proxies=0):
    """The portal itself, with so many proxies in front that each add from whom they were asked."""

    def behind_proxies(environ, start_response):
        for number in range(proxies):
            before = environ.get("HTTP_X_FORWARDED_FOR")
            address = f"198.51.100.{number + 1}"
            environ["HTTP_X_FORWARDED_FOR"] = f"{before}, {address}" if before else address
        if secure is not None:
            environ["wsgi.url_scheme"] = "https"
        return application(environ, start_response)

    server = ThreadingWSGIServer(("127.0.0.1", 0), QuietPortal)
    server.set_app(behind_proxies)
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    return running(server)


def folder_to_all(folder: Path, at: str):
    """A web server told to hand out a folder."""

    class Folder(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(folder))

        def translate_path(self, path):
            inside = path.startswith(at)
            return super().translate_path("/" + path.removeprefix(at)) if inside else os.devnull + "/no"

        def log_message(self, *arguments):
            pass

    return running(ThreadingHTTPServer(("127.0.0.1", 0), Folder))


@contextmanager
def instance(path: Path, status=200):
    """Answers at the socket as an instance of the portal, while it runs."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.rfile.readline()
            self.wfile.write(f"HTTP/1.1 {status} Told\r\nContent-Length: 0\r\n\r\n".encode())

    with running(socketserver.ThreadingUnixStreamServer(str(path), Handler)):
        yield
    path.unlink(missing_ok=True)


def other_site(date=None, status=200):
    """Somebody else's page, by another clock perhaps."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def date_time_string(self, timestamp=None):
            return date or super().date_time_string(timestamp)

        def log_message(self, *arguments):
            pass

    return running(ThreadingHTTPServer(("127.0.0.1", 0), Page))


def mail_server(refuses=""):
    """Speaks SMTP as far as the sender's name; `refuses` says to which command it says no."""

    class Letters(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 mail.example ESMTP")
            while line := self.rfile.readline():
                command = line.split()[0].upper().decode()
                if command == refuses:
                    self.say("535 5.7.8 No such name" if command == "AUTH" else "550 5.7.1 Not from here")
                elif command == "EHLO":
                    self.say("250-mail.example\r\n250 AUTH PLAIN")
                elif command == "QUIT":
                    self.say("221 Bye")
                    return
                else:
                    self.say("235 Welcome" if command == "AUTH" else "250 Yes")

        def say(self, words):
            self.wfile.write(f"{words}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    return running(Server(("127.0.0.1", 0), Letters))


@contextmanager
def object_store():
    """A store that speaks S3, with an empty bucket: its entry among STORAGES."""
    # Each takes a second to load, and most tests need neither.
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    from khartoum import object_storage  # noqa: PLC0415

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "endpoint": f"http://{host}:{port}",
        "region": "eu-west-1",
        "access_key": "a",
        "secret_key": "b",
    }
    # What one of these servers holds, the next in the same process holds, too.
    options["bucket"] = f"portal-{token_hex(4)}"
    client = object_storage.ObjectStorage(**options).client("put_object")
    try:
        where = {"LocationConstraint": options["region"]}
        client.create_bucket(Bucket=options["bucket"], CreateBucketConfiguration=where)
        yield {"BACKEND": "khartoum.object_storage.ObjectStorage", "OPTIONS": options}
    finally:
        server.stop()


class Authority:
    """Signs certificates as one that browsers know does, once `file` is among those that are trusted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
        self.file = folder / "authority.pem"
        made = self._begin(self.name, self.key, timedelta(days=30))
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.file.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _begin(self, name, key, lasts):
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + lasts)
        )

    def files_for(self, host: str, lasts=timedelta(days=60)) -> tuple[Path, Path]:
        """A certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._begin(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key, lasts)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        certificate, private = self.folder / f"{host}.pem", self.folder / f"{host}.key"
        signed = made.sign(self.key, hashes.SHA256())
        certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return certificate, private

    def context_for(self, host: str, lasts=timedelta(days=60)) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.files_for(host, lasts))
        return context
