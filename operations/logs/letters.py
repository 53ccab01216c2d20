"""Errors by mail: to ERRORS_TO, a handful in an hour, however many there are.

A letter says what broke, where, and which lines of the log tell more. It holds nothing that a visitor or a
colleague has sent, and no setting.
"""

import logging
import re
from contextvars import copy_context
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage

from operations.logs.exceptions import chain_of, name_of, place_of, told, without_addresses
from operations.logs.observed import observed
from operations.logs.routes import method_of
from operations.logs.sent import Sent

log = logging.getLogger(__name__)

AN_HOUR = 3600
A_HANDFUL = 5
LONGEST_SUBJECT = 120
NUMBER = re.compile(r"\d+(?:\.\d+)?")


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
    """The same for what is the same fault: where it broke, or what is said but for how long or how often."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        first = list(chain_of(error))[-1]
        return f"{name_of(first)} at {place_of(first)}"
    return f"{record.name}: {NUMBER.sub('…', said_in(record))}"


def said_in(record: logging.LogRecord) -> str:
    return without_addresses(record.getMessage())


def letter_about(record: logging.LogRecord, kind: str, *, is_last: bool, to: list[str]) -> EmailMessage:
    error = record.exc_info[1] if record.exc_info else None
    seen = observed.get()
    lines = [f"The portal at {settings.SITE_URL} says:", "", f"    {said_in(record)}", ""]
    if error is not None:
        lines.append(f"What: {kind}")
    if seen is not None:
        lines += [f"Where: {method_of(seen.request)} {seen.route}", f"Reference: {seen.id}"]
        lines += ["", "All that the log has of this request (docs/monitoring.md tells how to read it):"]
        lines += [f"    journalctl -u 'portal-*' -o cat | grep {seen.id}"]
    if error is not None:
        lines += ["", told(error)]
    lines += ["", "The same is not told again within the hour; the log has it each time."]
    if is_last:
        lines.append(
            f"This is letter {A_HANDFUL} of this hour: there is no other until it is over, whatever happens."
        )
    subject = f"[portal] {name_of(error) if error is not None else said_in(record)}"
    return EmailMessage(
        " ".join(subject.split())[:LONGEST_SUBJECT],
        "\n".join(lines) + "\n",
        from_email=settings.SERVER_EMAIL,
        to=to,
    )


def send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError as error:
        # Servers that refuse, are not there, or take too long. Not as an error, which would be sent by mail.
        log.warning(
            "An error could not be told by mail: %s. Look at EMAIL_URL and ERRORS_TO.", name_of(error)
        )
