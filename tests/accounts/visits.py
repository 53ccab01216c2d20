"""One request at the desk, of which nothing remains, and what it would have written."""

import re
from contextlib import nullcontext
from unittest import mock

from django.conf import settings
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client

# What is kept of a visit itself: sessions, refusals on the audit log, tries to sign in.
KEPT_OF_VISITS = {"django_session", "accounts_auditentry", "accounts_tries"}
WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
SAVEPOINT = re.compile(r'(ROLLBACK TO )?SAVEPOINT "?(\w+)"?')


def unwritten():
    """Who gets in is decided before the page is written, and writing it takes most of the time."""
    return mock.patch.object(Template, "render", return_value="")


class Visit:
    def __init__(self, session, method, address, data=None, *, is_read=False):
        client = Client()
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        # The tables that were written to, unless it was undone.
        self.written = set()
        self._before = {}
        with transaction.atomic():
            with connection.execute_wrapper(self._watch), nullcontext() if is_read else unwritten():
                self.response = getattr(client, method)(address, data or {})
                if self.response.streaming:
                    self.response.getvalue()
            transaction.set_rollback(True)
        self.status = self.response.status_code
        self.written -= KEPT_OF_VISITS

    def _watch(self, execute, sql, params, many, context):
        found, point = WRITING.match(sql), SAVEPOINT.match(sql)
        if found:
            self.written.add(found[1])
        elif point and point[1]:
            self.written = set(self._before[point[2]])
        elif point:
            self._before[point[2]] = set(self.written)
        return execute(sql, params, many, context)


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
