"""Databases that a benchmark makes beside the one it was given."""

from urllib.parse import urlsplit, urlunsplit

import psycopg


def address_of(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
