"""Asks the portal at its public address, as a visitor would."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# In seconds, for each step.
PATIENCE = 3
USER_AGENT = "Portal-Doctor"
# Of an answer: enough to know a file by.
MOST_READ = 16_384


class AwayError(Exception):
    """Nobody answers there; another check says so, and why."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def is_tls() -> bool:
    return urlsplit(settings.SITE_URL).scheme == "https"


def port() -> int:
    return urlsplit(settings.SITE_URL).port or (443 if is_tls() else 80)


def connected() -> socket.socket:
    """To the public address. Raises OSError; with TLS also ssl.SSLError, which is one."""
    plain = socket.create_connection((host(), port()), timeout=PATIENCE)
    if not is_tls():
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host())
    except BaseException:
        plain.close()
        raise


def ask(path: str, headers: Mapping[str, str] | None = None, *, address: str = "") -> Answer:
    """What is answered there, redirects not followed. Raises AwayError."""
    parts = urlsplit(address or settings.SITE_URL)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    connection = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=PATIENCE)
    with closing(connection):
        try:
            connection.request("GET", path, headers={"User-Agent": USER_AGENT, **(headers or {})})
            response = connection.getresponse()
            told = {name.title(): value for name, value in response.getheaders()}
            return Answer(response.status, told, response.read(MOST_READ))
        except (OSError, http.client.HTTPException) as problem:
            raise AwayError(str(problem)) from problem
