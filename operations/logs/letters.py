"""Errors by mail: to ERRORS_TO, a handful in an hour, however many there are.

A letter says what broke, where, and which lines of the log tell more. It holds nothing that a visitor or a
colleague has sent, and no setting.
"""

import logging
from contextvars import copy_context
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage

from operations.logs.exceptions import chain_of, name_of, place_of, told, without_addresses
from operations.logs.observed import observed
from operations.logs.sent import Sent

log = logging.getLogger(__name__)

AN_HOUR = 3600
A_HANDFUL = 5


class ErrorLetters(logging.Handler):
    """`memory` is the file in which all processes of this machine keep what they have sent."""

    def __init__(self, to: list[str], memory: str) -> None:
        super().__init__(logging.ERROR)
        self.to = to
        self.sent = Sent(Path(memory), most=A_HANDFUL, seconds=AN_HOUR)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            kind = kind_of(record)
            number = self.sent.count(kind)
            if number:
                letter = letter_about(record, kind, is_last=number == A_HANDFUL, to=self.to)
                # Whoever meets the error does not wait for a mail server; what goes wrong there is logged
                # with the id of this request.
                Thread(target=copy_context().run, args=[send, letter], name="error letter").start()
        except Exception:
            # Whatever it is: the error itself is on the log.
            log.warning("A letter about an error could not be written.", exc_info=True)


def kind_of(record: logging.LogRecord) -> str:
    """The same for what is the same fault."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        first = list(chain_of(error))[-1]
        return f"{name_of(first)} at {place_of(first)}"
    status = getattr(record, "status_code", "")
    return f"{record.name} {status} {record.pathname}:{record.lineno}".replace("  ", " ")


def letter_about(record: logging.LogRecord, kind: str, *, is_last: bool, to: list[str]) -> EmailMessage:
    error = record.exc_info[1] if record.exc_info else None
    seen = observed.get()
    lines = [
        f"The portal at {settings.SITE_URL} met an error.",
        "",
        f"What: {kind}",
        f"Said: {without_addresses(record.getMessage())}",
    ]
    if seen is not None:
        lines += [f"Where: {seen.request.method} {seen.route}", f"Reference: {seen.id}"]
        lines += ["", "All lines of the log about this request (docs/monitoring.md tells how to read it):"]
        lines += [f"    journalctl -u 'portal*' -o cat | grep {seen.id}"]
    if error is not None:
        lines += ["", told(error)]
    lines += ["", "The same fault is not told again within the hour."]
    if is_last:
        lines += [
            f"This is letter {A_HANDFUL} in an hour: there is no other until the hour is over. See the log."
        ]
    what = name_of(error) if error is not None else record.getMessage()
    subject = f"[portal] {without_addresses(what)}"[:150].replace("\n", " ")
    return EmailMessage(subject, "\n".join(lines) + "\n", from_email=settings.SERVER_EMAIL, to=to)


def send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError as error:
        # Servers that refuse, are not there, or take too long. Not as an error, which would be sent by mail.
        log.warning(
            "An error could not be told by mail: %s. Look at EMAIL_URL and ERRORS_TO.", name_of(error)
        )
