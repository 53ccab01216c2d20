"""Whether the key that signs sessions, links and forms is one, and nobody else's."""

import math
import stat
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from operations.doctor.registry import Findings, check, error

# In bits, as if its signs were drawn as often as they occur: words and repetitions have far less.
LEAST_BITS = 150
MAKE_ONE = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"


@check("security")
def key_is_strong() -> Findings:
    key = str(settings.SECRET_KEY)
    if len(key) < 50 or bits_of(key) < LEAST_BITS:
        yield error(
            _("SECRET_KEY can be guessed: whoever does signs in as anybody."),
            _("Make a new one, set it and restart (all staff sign in again): %(command)s")
            % {"command": MAKE_ONE},
        )


def bits_of(key: str) -> float:
    counts = Counter(key).values()
    return -sum(count * math.log2(count / len(key)) for count in counts)


@check("security")
def key_is_kept_close() -> Findings:
    place = Path(settings.VAR_DIR) / "secret_key"
    if not place.exists():
        return
    mode = place.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield error(
            _("Others on this machine can read the key in %(file)s.") % {"file": place},
            _(
                "chmod 600 %(file)s, and if others were there: delete it and restart, so that a new one is "
                "made."
            )
            % {"file": place},
        )
