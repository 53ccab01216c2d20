"""Whether this machine, its database and the public address tell the same time, and something keeps it right:
publications go by it, and so do second factors."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from operations.doctor import kernel_clock, site
from operations.doctor.checks.database import one
from operations.doctor.registry import Findings, check, error, warning

TOLERANCE = timedelta(seconds=2)
CURE = "timedatectl set-ntp true; timedatectl timesync-status"


@check("clock", only_in_production=True, only_computes=True)
def kept_in_step() -> Findings:
    if kernel_clock.is_kept_in_step() is False:
        yield warning(
            _(
                "Nothing keeps the clock of this machine right: it drifts until codes of second factors are "
                "refused, and publications come at the wrong moment."
            ),
            _("apt-get install systemd-timesyncd; %(command)s (chrony or ntpd do as well)")
            % {"command": CURE},
        )


@check("clock", asks_database=True)
def database() -> Findings:
    if connection.vendor != "postgresql":
        return
    before = timezone.now()
    there = one("SELECT clock_timestamp()")
    yield from _compared(
        there, before, _("The clocks of this machine and of the database differ by %(seconds)d s.")
    )


@check("clock")
def public_address() -> Findings:
    before = timezone.now()
    try:
        told = site.ask("/healthz").headers.get("Date")
    except site.AwayError:
        return
    if told:
        # It leaves out what has passed of the second.
        there = parsedate_to_datetime(told) + timedelta(seconds=0.5)
        yield from _compared(
            there, before, _("The clocks of this machine and of the public address differ by %(seconds)d s.")
        )


def _compared(there: datetime, before: datetime, words: str) -> Findings:
    after = timezone.now()
    apart = max(before - there, there - after)
    if apart > TOLERANCE:
        yield error(
            words % {"seconds": round(apart.total_seconds())},
            _("Let both be set by the network’s time: %(command)s") % {"command": CURE},
        )
