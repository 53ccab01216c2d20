"""How many questions each page puts to the database of DATABASE_URL. Reads name → address as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after Django is set up
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def queries(client: Client, path: str) -> int:
    # What is looked up once in a process is no part of it.
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(path)
    return len(found)


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    json.dump({name: queries(client, path) for name, path in json.load(sys.stdin).items()}, sys.stdout)
