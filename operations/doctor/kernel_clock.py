"""Whether something keeps this machine's clock in step with the world's, as the kernel knows it."""

import ctypes
from pathlib import Path

# systemd-timesyncd touches it when it has heard from a server since the machine began.
HEARD = Path("/run/systemd/timesync/synchronized")
NOT_IN_STEP = 0x40


class Timex(ctypes.Structure):
    """As far as it is looked into; the system writes more than that."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    )


def is_kept_in_step() -> bool | None:
    """By whichever program: timesyncd, chrony and ntpd all tell the kernel. None where it may not be asked,
    as in a unit with ProtectClock, or cannot be."""
    if HEARD.exists():
        return True
    told = Timex(modes=0)
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(told))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else not told.status & NOT_IN_STEP
