"""Whether the server for mail takes letters from the portal; none is sent."""

import smtplib
import ssl
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operations.doctor.registry import Findings, as_told, check, error, warning

# In seconds, for each step.
PATIENCE = 4
HERE = {"localhost", "127.0.0.1", "::1"}
CURES = {
    smtplib.SMTPAuthenticationError: gettext_lazy(
        "Correct name and password in EMAIL_URL; signs such as @ or / in them are written as %40, %2F."
    ),
    smtplib.SMTPSenderRefused: gettext_lazy("Correct EMAIL_FROM, or have the server accept that sender."),
    smtplib.SMTPNotSupportedError: gettext_lazy(
        "Begin EMAIL_URL with smtps:// (port 465), or ask the server’s administrator how letters are taken "
        "in."
    ),
    ssl.SSLCertVerificationError: gettext_lazy(
        "Name the server in EMAIL_URL as its certificate does, or give the server a certificate that is "
        "valid."
    ),
    ssl.SSLError: gettext_lazy(
        "Begin EMAIL_URL with smtp+tls:// (port 587) instead of smtps:// (port 465), or the other way round."
    ),
    ConnectionRefusedError: gettext_lazy(
        "Correct host and port in EMAIL_URL, and let the portal’s machine through the firewall."
    ),
}
OTHERWISE = gettext_lazy(
    "Correct host and port in EMAIL_URL, and let the portal’s machine through the firewall."
)


@check("mail", only_in_production=True)
def is_set() -> Findings:
    if not settings.SENDS_MAIL:
        yield warning(
            _(
                "No letters are sent: administrators hand out invitations and links for new passwords by "
                "hand."
            ),
            _("Set EMAIL_URL and EMAIL_FROM."),
        )


@check("mail", only_in_production=True)
def is_not_open() -> Findings:
    is_smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    if is_smtp and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL) and settings.EMAIL_HOST not in HERE:
        yield warning(
            _("Letters, with links that open accounts, go to %(host)s without encryption.")
            % {"host": settings.EMAIL_HOST},
            _("Begin EMAIL_URL with smtps:// or smtp+tls://"),
        )


@check("mail")
def is_accepted() -> Findings:
    """As far as the sender's name: what the server would say of a letter just before it is handed over."""
    if not settings.SENDS_MAIL or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return
    # From here on, so that each step has an end.
    server: Any = get_connection(timeout=PATIENCE)
    try:
        server.open()
        _offer(server.connection)
    except OSError as problem:
        # All of smtplib's are among them.
        yield error(
            _("The mail server %(host)s:%(port)d does not take letters: %(problem)s")
            % {
                "host": settings.EMAIL_HOST,
                "port": settings.EMAIL_PORT,
                "problem": as_told(_words_of(problem)),
            },
            str(next((cure for kind, cure in CURES.items() if isinstance(problem, kind)), OTHERWISE)),
        )
    finally:
        with suppress(OSError):
            server.close()


def _offer(connection: smtplib.SMTP) -> None:
    connection.ehlo_or_helo_if_needed()
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    code, words = connection.mail(sender)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, words, sender)
    connection.rset()


def _words_of(problem: OSError) -> str:
    words = getattr(problem, "smtp_error", b"")
    return words.decode(errors="replace") if isinstance(words, bytes) and words else str(problem)
