"""Whether what is in the storage can be had past the portal, which alone knows what is public."""

import os
from collections.abc import Iterable
from contextlib import suppress
from secrets import token_hex
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from declarations.files.storing import INCOMING
from operations.doctor import site
from operations.doctor.checks.storage import folder
from operations.doctor.registry import Findings, check, error

# Where a web server might have been told to hand it out.
USUAL_PLACES = ("/media/", "/var/media/", "/files/", "/static/", "/")


@check("storage")
def files_are_had_through_the_portal_alone() -> Findings:
    """A file that nobody has published is put there, asked for as a stranger would, and taken away."""
    name, secret = f"{INCOMING}/doctor-{token_hex(16)}.part", token_hex(32).encode()
    try:
        default_storage.save(name, ContentFile(secret))
    except Exception:  # noqa: BLE001 - another check says why it cannot be kept
        return
    try:
        if folder() is not None:
            # As a document is, so that a web server of the same group could read it.
            with suppress(OSError):
                os.chmod(default_storage.path(name), 0o640)
        for address in _addresses(name):
            if _is_given_out(address, name, secret):
                yield error(
                    _("Drafts are open to everybody: a file that is not public can be had at %(address)s")
                    % {"address": address},
                    _cure(address),
                )
                return
    except site.AwayError:
        # Another check says so.
        return
    finally:
        default_storage.delete(name)


def _addresses(name: str) -> Iterable[str]:
    if folder() is None:
        # What is signed stands behind the question mark: without it, the store knows nobody.
        yield default_storage.signed_address(name, seconds=60).partition("?")[0]  # type: ignore[attr-defined]
    for place in filter(None, (*USUAL_PLACES, settings.X_ACCEL_PREFIX)):
        yield f"{settings.SITE_URL}{place}{name}"
        # Whoever sees a list of the folder needs no name.
        yield f"{settings.SITE_URL}{place}{INCOMING}/"


def _is_given_out(address: str, name: str, secret: bytes) -> bool:
    answer = site.ask(urlsplit(address).path, address=address)
    file = name.rpartition("/")[2].encode()
    return answer.status == 200 and (secret in answer.content or file in answer.content)


def _cure(address: str) -> str:
    prefix = settings.X_ACCEL_PREFIX
    if prefix and address.startswith(f"{settings.SITE_URL}{prefix}"):
        return _(
            "Write “internal;” into the location %(prefix)s of nginx, and reload it: deploy/nginx/files.conf"
        ) % {"prefix": prefix}
    if address.startswith(settings.SITE_URL):
        return _(
            "Take the location that hands this folder out from the web server: deploy/nginx/ has what is "
            "needed."
        )
    return _("Make the bucket private: block public access, and take public rules from its policy.")
