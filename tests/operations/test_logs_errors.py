import gzip
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
from django.db import DataError, IntegrityError, connection, transaction

from accounts.models import User
from operations.logs import letters
from operations.logs.collected import CollectedErrors
from operations.logs.exceptions import message_of, told, without_addresses
from operations.logs.letters import ErrorLetters
from operations.logs.sent import Sent

pytestmark = pytest.mark.once

ID = "0123456789abcdef0123456789abcdef"
log = logging.getLogger("tests.logs")


def raised(act):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, the test looks at it
        act()
    return caught.value


@pytest.fixture
def visitor(client, settings):
    settings.ROOT_URLCONF = "tests.operations.addresses_that_break"
    client.raise_request_exception = False
    return client


@pytest.fixture
def by_mail(tmp_path):
    handler = ErrorLetters(["it@example.org"], memory=str(tmp_path / "letters.json"))
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def wait_for_letters():
    for thread in threading.enumerate():
        if thread.name == "error letter":
            thread.join()


def break_apart(number):
    """Faults at different places, as far as can be told."""
    exec(compile(f"{chr(10) * number}raise KeyError({number})", "faults.py", "exec"))  # noqa: S102 - a fault of ours


@pytest.mark.django_db
def test_letter_says_what_broke_and_where_and_nothing_that_anybody_sent(
    visitor, by_mail, mailoutbox, settings
):
    settings.SECRET_KEY_FALLBACKS = ["a-setting-that-nobody-sees"]

    visitor.post(
        "/accounts/breaks/secret-of-a-link/?q=Amal",
        {"password": "a long password"},
        headers={"X-Request-ID": ID, "Cookie": "sessionid=a-session"},
    )
    wait_for_letters()

    [letter] = mailoutbox
    assert letter.to == ["it@example.org"]
    assert letter.subject == "[portal] ValueError"
    assert "Where: POST link_that_breaks" in letter.body
    assert f"Reference: {ID}" in letter.body
    assert "tests/operations/addresses_that_break.py" in letter.body
    for secret in ("secret-of", "Amal", "password", "a-session", "a-setting", settings.SECRET_KEY):
        assert secret not in letter.body


@pytest.mark.django_db
def test_a_storm_sends_a_handful_and_says_that_it_is_the_last(visitor, by_mail, mailoutbox):
    for number in range(20):
        for _again in range(10):
            try:
                break_apart(number)
            except KeyError:
                log.exception("A fault.")
    wait_for_letters()

    assert len(mailoutbox) == letters.A_HANDFUL
    assert ["there is no other until it is over" in letter.body for letter in mailoutbox].count(True) == 1


def test_all_processes_of_a_machine_count_together(tmp_path):
    path = tmp_path / "letters.json"
    first, second = (Sent(path, most=3, seconds=3600) for _process in range(2))

    assert [first.count("a"), second.count("a"), second.count("b"), first.count("c")] == [1, 0, 2, 3]
    assert [first.count("d"), second.count("d")] == [0, 0]


def test_after_the_hour_letters_are_sent_again(tmp_path):
    path = tmp_path / "letters.json"
    path.write_text('{"a": 1.0, "b": 2.0}')

    assert Sent(path, most=2, seconds=3600).count("a") == 1


def test_letters_are_counted_by_each_process_where_nothing_can_be_written(tmp_path):
    sent = Sent(tmp_path, most=2, seconds=3600)  # a folder

    assert [bool(sent.count(kind)) for kind in ("a", "b", "c")] == [True, True, False]


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_said_once_and_breaks_nothing(visitor, by_mail, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    response = visitor.get("/en/breaks/")
    wait_for_letters()

    assert response.status_code == 500
    assert [r.getMessage() for r in caplog.records if r.name == "operations.logs.letters"] == [
        "An error could not be told by mail: ConnectionRefusedError. Look at EMAIL_URL and ERRORS_TO."
    ]


@pytest.fixture
def collector():
    """Takes envelopes as Sentry does."""
    taken = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.path, body, self.headers["Content-Encoding"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Takes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port, taken
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_collected_error_is_its_code_and_route_and_nothing_that_anybody_sent(visitor, collector):
    port, taken = collector
    handler = CollectedErrors(f"http://key@127.0.0.1:{port}/7")
    logging.getLogger().addHandler(handler)

    try:
        visitor.post(
            "/accounts/breaks/secret-of-a-link/?q=Amal",
            {"password": "a long password"},
            headers={"X-Request-ID": ID, "Cookie": "sessionid=a-session"},
            REMOTE_ADDR="198.51.100.9",
        )
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()

    [(path, body, encoding)] = taken
    lines = {"br": brotli, "gzip": gzip}[encoding].decompress(body).decode().splitlines()
    event = next(json.loads(line) for line in lines if '"exception"' in line)
    [error] = event["exception"]["values"]
    assert path == "/api/7/envelope/"
    assert (error["type"], error["value"]) == ("ValueError", "")
    assert error["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert event["transaction"] == "link_that_breaks"
    assert event["tags"] == {"request_id": ID, "route": "link_that_breaks", "method": "POST"}
    for secret in ("secret-of", "Amal", "long password", "a-session", '"vars"', "198.51.100.9"):
        assert secret not in "\n".join(lines)


@pytest.mark.django_db
def test_rows_of_the_database_are_not_told():
    amal = User.objects.create_user("amal-of-the-secretariat")
    name = amal.username

    def twice():
        with transaction.atomic():
            User.objects.create_user(name)

    error = raised(twice)

    assert isinstance(error, IntegrityError)
    assert message_of(error)
    assert name not in told(error)


@pytest.mark.django_db
@pytest.mark.postgresql
def test_what_does_not_fit_a_column_is_not_told():
    def ask():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", ["Amal"])

    error = raised(ask)

    assert isinstance(error, DataError)
    assert message_of(error) == '22P02 invalid input syntax for type integer: "…"'


def test_what_speaks_of_the_code_is_told_with_what_it_came_of():
    def chained():
        try:
            {}["Amal"]
        except KeyError as error:
            raise AttributeError("'NoneType' object has no attribute 'slug'") from error

    text = told(raised(chained))

    assert text.endswith("AttributeError: 'NoneType' object has no attribute 'slug'")
    assert text.count("Traceback") == 2
    assert "KeyError\n\nTraceback" in text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("to amal@example.org: refused", "to [address]: refused"),
        ("from 192.0.2.7 and 2001:db8::1", "from [address] and [address]"),
        ("at 12:30:45, module a.b, version 5.2.19", "at 12:30:45, module a.b, version 5.2.19"),
    ],
)
def test_addresses_are_taken_out_of_what_others_say(said, told):
    assert without_addresses(said) == told
