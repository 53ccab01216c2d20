"""Messages to staff."""

import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger(__name__)

# So that how long an answer takes does not tell whether a message went out.
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def message(
    template: str, to: str, context: Mapping[str, Any], *, language: str | None = None
) -> EmailMessage:
    """The first line of the template is the subject."""
    with translation.override(language or translation.get_language()):
        text = render_to_string(template, {"site_address": settings.SITE_URL, **context})
    subject, _newline, body = text.strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[to])


def post(letter: EmailMessage) -> Future:
    """Soon, and not in this request. What goes wrong is for the log, with the request's id."""
    return _postman.submit(copy_context().run, send, letter)


def wait_until_posted() -> None:
    _postman.submit(lambda: None).result()


def send(letter: EmailMessage) -> bool:
    try:
        letter.send()
    except OSError:
        # Servers that refuse, are not there, or take too long: all of smtplib's errors are among them.
        log.exception("A message could not be sent.")
        return False
    return True
