"""Which page a report is about: an address of this site, however it was given."""

import re
from urllib.parse import quote, urlsplit

from django.conf import settings

LONGEST = 500
# What an address is written with. No scheme or host can begin so, and no browser reads a host into it.
PATH = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?\Z")
# Characters of addresses stay as they are, those of other scripts are encoded.
KEPT = "/?:@!$&'()*+,;=%"
STAFF = ("/admin/", "/accounts/")


def path_of(given: str, hosts: tuple[str, ...] = ()) -> str:
    """Path and query of a page of this site; empty if it is not one. `hosts` are names it answers to besides
    that of SITE_URL."""
    given = given.strip().partition("#")[0]
    try:
        parts = urlsplit(given)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        own = {urlsplit(settings.SITE_URL).netloc, *hosts}
        if parts.scheme not in {"http", "https"} or parts.netloc not in own:
            return ""
        given = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    path = quote(given, safe=KEPT)
    if len(path) > LONGEST:
        path = path.partition("?")[0]
    if len(path) > LONGEST or not PATH.match(path) or path.startswith(STAFF):
        return ""
    return path
