"""The real nginx, with the real configuration, in front of a portal that says what a test wants."""

import contextlib
import http.client
import os
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingMixIn, UnixStreamServer

import pytest

from scripts import deployed_nginx

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(deployed_nginx.NGINX is None, reason="nginx is not installed"),
]
PUBLIC = "public, max-age=0, s-maxage=1, must-revalidate"


class Portal(ThreadingMixIn, UnixStreamServer):
    """One instance, at its socket. `answer` is called with each request."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path, answer):
        self.answer, self.asked = answer, []
        super().__init__(str(path), _Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()
        os.unlink(self.server_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        self.server.asked.append(self)
        status, headers, body = self.server.answer(self)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    do_POST = do_GET  # noqa: N815 - as http.server looks for it

    def address_string(self):
        return "nginx"

    def log_message(self, *args):
        pass


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Site:
    def __init__(self, folder):
        self.folder = folder
        self.https_port, self.http_port = free_ports(2)
        user = "root" if os.getuid() == 0 else None
        self.main = deployed_nginx.write(
            folder, https_port=self.https_port, http_port=self.http_port, user=user
        )
        self.instances = []

    def start(self):
        self.nginx = deployed_nginx.start(self.main)
        for _ in range(200):
            try:
                return socket.create_connection(("127.0.0.1", self.https_port)).close()
            except OSError:
                time.sleep(0.02)
        self.stop()
        pytest.fail("nginx does not listen")

    def stop(self):
        self.nginx.terminate()
        self.nginx.wait(10)
        self.nobody()

    def portal(self, answer, name="a"):
        self.instances.append(Portal(self.folder / "run" / f"{name}.sock", answer))
        return self.instances[-1]

    def nobody(self):
        while self.instances:
            self.instances.pop().stop()

    def ask(self, path, method="GET", host=deployed_nginx.HOST, body=None, client="127.0.0.1", **headers):
        context = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        raw = socket.create_connection(("127.0.0.1", self.https_port), 10, source_address=(client, 0))
        connection = http.client.HTTPConnection(host)
        connection.sock = context.wrap_socket(raw, server_hostname=host)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers={"Host": host, **told})
        response = connection.getresponse()
        response.text = response.read().decode()
        connection.close()
        return response


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()


def page(cache=PUBLIC, status=200, body="a page", **more):
    told = {name.replace("_", "-"): value for name, value in more.items()}
    return lambda _asked: (status, {"Content-Type": "text/html", "Cache-Control": cache, **told}, body)


def expire():
    """nginx counts whole seconds: what may be kept for one, and stale for one more, is gone after this."""
    time.sleep(3.1)


def test_configuration_is_sound(tmp_path):
    main = Site(tmp_path).main

    assert deployed_nginx.test(main) == ""


def test_public_page_is_asked_for_once_and_a_private_one_each_time(site):
    portal = site.portal(page())

    for _ in range(3):
        site.ask("/en/")
        site.ask("/admin/")
        site.ask("/api/v1/events/", Authorization="Bearer key")

    paths = [asked.path for asked in portal.asked]
    assert paths.count("/en/") == 1
    assert paths.count("/admin/") == paths.count("/api/v1/events/") == 3


def test_portal_learns_who_asks_and_how_and_believes_no_client(site):
    portal = site.portal(page())

    site.ask("/admin/", X_Forwarded_For="198.51.100.7", X_Forwarded_Proto="http", X_Request_ID="mine")

    told = portal.asked[0].headers
    assert told["X-Forwarded-For"] == "198.51.100.7, 127.0.0.1"
    assert told["X-Forwarded-Proto"] == "https"
    assert told["Host"] == deployed_nginx.HOST
    assert len(told["X-Request-ID"]) == 32


def test_stale_page_is_shown_while_the_database_is_away_as_long_as_the_portal_allowed(site):
    site.portal(page(f"{PUBLIC}, stale-if-error=3600"))
    assert site.ask("/en/").text == "a page"
    site.nobody()
    site.portal(page("no-store", 503, "Le portail est indisponible.", Retry_After="5"))
    expire()

    kept, other = site.ask("/en/"), site.ask("/fr/")

    assert (kept.status, kept.text) == (200, "a page")
    assert (other.status, other.text) == (503, "Le portail est indisponible.")
    assert other.headers["Retry-After"] == "5"


def test_portal_that_is_asked_again_how_it_puts_it_is_told_that_the_visitor_has_waited(site):
    portal = site.portal(page("no-store", 503, "away"))

    assert site.ask("/en/", X_Asked_Again="yes").text == "away"

    assert [asked.headers["X-Asked-Again"] for asked in portal.asked] == [None, "yes"]


def test_stale_page_is_never_shown_past_what_the_portal_allowed(site):
    site.portal(page(f"{PUBLIC}, stale-if-error=1"))
    site.ask("/en/")
    site.nobody()
    site.portal(page("no-store", 503, "away"))
    expire()

    assert (site.ask("/en/").status, site.ask("/en/").text) == (503, "away")


def test_stale_page_is_shown_while_no_instance_answers(site):
    site.portal(page(f"{PUBLIC}, stale-if-error=3600"))
    site.ask("/en/")
    site.nobody()
    expire()

    kept, other, api = site.ask("/en/"), site.ask("/ar/"), site.ask("/api/v1/events/")

    assert (kept.status, kept.text) == (200, "a page")
    assert other.status == api.status == 503
    assert "momentanément" in other.text
    assert other.headers["Retry-After"] == "5"
    assert api.headers["Content-Type"].startswith("application/problem+json")


def test_page_without_leave_is_not_shown_while_no_instance_answers(site):
    site.portal(page())
    site.ask("/en/")
    site.nobody()
    expire()

    assert site.ask("/en/").status == 503


def test_withdrawn_page_replaces_the_kept_one(site):
    site.portal(page(f"{PUBLIC}, stale-while-revalidate=1, stale-if-error=3600"))
    site.ask("/en/")
    site.nobody()
    site.portal(page("no-cache", 410, "withdrawn"))
    expire()

    assert site.ask("/en/").status == 410


def test_one_instance_away_fails_no_request_and_sends_no_form_twice(site):
    site.portal(page("no-store"), "a")
    (site.folder / "run" / "b.sock").touch()

    answers = [site.ask("/admin/", method, body="x").status for method in ("GET", "POST") for _ in range(10)]

    assert answers == [200] * 20
    assert len(site.instances[0].asked) == 20


def test_form_that_was_sent_is_not_sent_to_the_other_instance(site):
    def breaks_off(asked):
        asked.connection.shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError

    first, second = site.portal(breaks_off, "a"), site.portal(breaks_off, "b")
    for one in (first, second):
        one.handle_error = lambda *_: None

    assert site.ask("/admin/", "POST", body="x").status == 503
    assert len(first.asked) + len(second.asked) == 1


def test_form_that_is_refused_for_want_of_the_database_is_sent_once(site):
    portal = site.portal(page("no-store", 503, "away, and nothing was kept"))

    answer = site.ask("/en/report/", "POST", body="x")

    assert (answer.status, answer.text) == (503, "away, and nothing was kept")
    assert len(portal.asked) == 1


def test_file_is_sent_from_disk_in_parts_and_its_place_cannot_be_asked(site):
    stored = site.folder / "var" / "media" / "documents" / "ab.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_text("0123456789")
    told = {
        "ETag": '"own"',
        "Last-Modified": "Fri, 28 Nov 2014 10:00:00 GMT",
        "Content-Disposition": "attachment",
        "Content-Language": "fr",
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
        "Link": '</en/documents/x/>; rel="canonical"',
    }
    site.portal(page(body="", X_Accel_Redirect="/_stored/documents/ab.pdf", **told))

    whole, part = site.ask("/files/x/en.pdf"), site.ask("/files/x/en.pdf", Range="bytes=2-4")
    same = site.ask("/files/x/en.pdf", Range="bytes=2-4", If_Range='"own"')
    changed = site.ask("/files/x/en.pdf", Range="bytes=2-4", If_Range='"other"')

    assert (whole.status, whole.text) == (200, "0123456789")
    assert {name: whole.headers.get_all(name) for name in told} == {name: [told[name]] for name in told}
    assert whole.headers["Cache-Control"] == PUBLIC
    assert (part.status, part.text) == (same.status, same.text) == (206, "234")
    assert (changed.status, changed.text) == (200, "0123456789")
    assert site.ask("/_stored/documents/ab.pdf").status == 404


def test_hashed_static_file_is_kept_for_ever_and_sent_compressed(site):
    static = site.folder / "static"
    static.mkdir()
    for name in ("site.0123456789ab.css", "site.css"):
        (static / name).write_text("plain")
    (static / "site.0123456789ab.css.gz").write_text("smaller")

    hashed, named = (
        site.ask("/static/site.0123456789ab.css", Accept_Encoding="gzip"),
        site.ask("/static/site.css"),
    )

    assert (hashed.text, hashed.headers["Content-Encoding"]) == ("smaller", "gzip")
    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert named.headers["Cache-Control"] == "public, max-age=60"
    assert hashed.headers["Content-Type"] == "text/css; charset=utf-8"


def test_flood_is_answered_in_the_readers_languages(site):
    site.portal(page("no-store"))

    answers = [site.ask("/accounts/login/") for _ in range(40)]

    assert {answer.status for answer in answers} == {200, 429}
    refused = answers[-1]
    assert "Trop de demandes" in refused.text
    assert "طلبات كثيرة" in refused.text
    assert refused.headers["Retry-After"] == "5"
    # The portal's to say, and for how long.
    assert refused.headers["Strict-Transport-Security"] is None


def test_refusal_of_the_portal_s_own_reaches_who_asked_as_it_is(site):
    told = {"Retry-After": "42", "RateLimit": '"anonymous";r=0;t=42', "Access-Control-Allow-Origin": "*"}
    site.portal(lambda _asked: (429, {"Cache-Control": "no-store", **told}, "Come back in 42 seconds."))

    answer = site.ask("/api/v1/events/")

    assert (answer.status, answer.text) == (429, "Come back in 42 seconds.")
    assert {name: answer.headers.get_all(name) for name in told} == {name: [told[name]] for name in told}


def test_flood_of_the_api_is_refused_in_its_own_way(site):
    site.portal(page("no-store"))
    with ThreadPoolExecutor(40) as askers:
        answers = list(askers.map(lambda _: site.ask("/api/v1/events/"), range(600)))

    assert {answer.status for answer in answers} == {200, 429}
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert refused.headers["Retry-After"] == "5"


def test_log_holds_no_whole_address_and_no_words_that_were_searched(site):
    site.portal(page())

    site.ask("/en/search/?q=asylum+of+somebody")
    site.ask("/accounts/invitation/secret-link/")

    log = site.folder / "log" / "nginx" / "portal" / "access.log"
    for _ in range(50):
        if log.read_text().count("\n") == 2:
            break
        time.sleep(0.05)
    assert "127.0.0.0 [" in log.read_text()
    assert "127.0.0.1" not in log.read_text()
    assert "asylum" not in log.read_text()
    assert "secret" not in log.read_text()


def test_no_log_holds_the_address_of_whoever_asked_for_nothing_of_ours(site):
    """Another name, a handshake that is refused, a proof that is not there, a portal that is away."""
    for host, path in (
        ("elsewhere.example.org", "/"),
        (deployed_nginx.HOST, "/.well-known/acme-challenge/none"),
    ):
        with socket.create_connection(("127.0.0.1", site.http_port), timeout=10) as plain:
            plain.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            plain.recv(9)
    with socket.create_connection(("127.0.0.1", site.https_port), timeout=10) as plain:
        context = ssl.create_default_context()
        with pytest.raises(ssl.SSLError):
            context.wrap_socket(plain, server_hostname="elsewhere.example.org")
    with socket.create_connection(("127.0.0.1", site.https_port), timeout=10) as plain:
        plain.sendall(b"no handshake\r\n\r\n")
        plain.recv(1)
    assert site.ask("/en/").status == 503

    site.nginx.terminate()
    site.nginx.wait(10)
    logs = [path for path in (site.folder / "log").rglob("*") if path.is_file()]
    assert logs
    assert [path.name for path in logs if "127.0.0.1" in path.read_text()] == []


def test_plain_http_leads_to_tls_but_for_proofs_of_certificate_authorities(site):
    (site.folder / "acme" / ".well-known" / "acme-challenge").mkdir(parents=True)
    (site.folder / "acme" / ".well-known" / "acme-challenge" / "token").write_text("proof")

    def ask(path, host=deployed_nginx.HOST):
        connection = http.client.HTTPConnection("127.0.0.1", site.http_port, timeout=10)
        connection.request("GET", path, headers={"Host": host})
        with contextlib.closing(connection):
            response = connection.getresponse()
            return response.status, response.headers["Location"], response.read().decode()

    assert ask("/en/?a=b")[:2] == (301, f"https://{deployed_nginx.HOST}/en/?a=b")
    assert ask("/.well-known/acme-challenge/token")[2] == "proof"
    with pytest.raises(http.client.RemoteDisconnected):
        ask("/en/", host="elsewhere.example.org")


@pytest.fixture
def away():
    """A port at which nobody answers."""
    [port] = free_ports(1)
    return port


@pytest.fixture
def balancer(site, away, tmp_path_factory):
    """In front of that site and of a machine that is away, as docs/growing.md says."""
    front = Site(tmp_path_factory.mktemp("balancer"))
    text = (front.folder / "nginx/balancer.conf").read_text()
    text = text.replace("10.0.0.11:443", f"127.0.0.1:{site.https_port}")
    (front.folder / "site.conf").write_text(text.replace("10.0.0.12:443", f"127.0.0.1:{away}"))
    front.start()
    yield front
    front.stop()


def test_balancer_finds_the_machine_that_answers_and_believes_no_client_about_its_address(site, balancer):
    portal = site.portal(page(body="of a web machine"))

    answers = [balancer.ask("/en/", X_Forwarded_For="192.0.2.7") for _ in range(3)]

    assert [(answer.status, answer.text) for answer in answers] == [(200, "of a web machine")] * 3
    assert {asked.headers["X-Forwarded-For"] for asked in portal.asked} == {"127.0.0.1, 127.0.0.1"}


def test_balancer_s_word_is_spent_where_it_is_believed(site, balancer):
    """As docs/growing.md has it: the portal sees one proxy, and doctor holds TRUSTED_PROXIES to that."""
    site.nginx.terminate()
    site.nginx.wait(10)
    path = site.folder / "site.conf"
    path.write_text(f"set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;\n{path.read_text()}")
    site.start()
    portal = site.portal(page())

    balancer.ask("/admin/", client="127.0.0.2", X_Forwarded_For="192.0.2.7")
    site.ask("/admin/", client="127.0.0.3", X_Forwarded_For="192.0.2.7")

    assert [asked.headers["X-Forwarded-For"] for asked in portal.asked] == [
        "127.0.0.2",
        "192.0.2.7, 127.0.0.3",
    ]


def test_balancer_tells_which_machine_was_away_and_of_no_visitor(site, balancer, away):
    site.portal(page())

    for _ in range(3):
        balancer.ask("/en/")

    balancer.nginx.terminate()
    balancer.nginx.wait(10)
    folder = balancer.folder / "log" / "nginx"
    told = (folder / "portal_machines.log").read_text()
    assert f" 200 127.0.0.1:{away}, 127.0.0.1:{site.https_port} 502, 200 " in told
    assert told.count("127.0.0.1") == 2 * told.count("\n")
    assert "client:" not in (folder / "error.log").read_text()
