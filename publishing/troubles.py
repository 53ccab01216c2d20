"""What is the matter when the database refuses: it is away, takes nothing in, or has no room; or when the
store of files does. None of these is the fault of the program, or of whoever asked."""

import errno
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khartoum.file_storage import StorageAwayError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# PostgreSQL's words for it, and SQLite's.
FULL, READ_ONLY = {"53100", "SQLITE_FULL"}, {"25006", "SQLITE_READONLY"}
# Two who save at the same moment.
SAME_MOMENT = {"40001", "40P01", "55P03", "SQLITE_BUSY", "SQLITE_LOCKED"}
# Ended by the server, or without a word.
CUT = {"57P01", "57P02", ""}
# SQLite says that it cannot operate when there is no such table, too. These are not the fault of the program.
AWAY_IN_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN")


@dataclass(frozen=True, eq=False)
class Trouble:
    title: Promise
    meaning: Promise
    for_programs: str


AWAY = Trouble(
    _("The portal cannot answer just now"),
    _("Its database does not answer. That is known, and passes: please try again in a minute."),
    "The record cannot be read at the moment. Ask again after the seconds that Retry-After gives.",
)
STORE_AWAY = Trouble(
    _("The portal cannot answer just now"),
    _("Its store of files does not answer. That is known, and passes: please try again in a minute."),
    "The store of files does not answer. Ask again after the seconds that Retry-After gives.",
)
NO_ROOM_LEFT = Trouble(
    _("Nothing can be changed just now"),
    _("The server's disk is full. Nothing was kept; tell whoever runs the server."),
    "The server's disk is full. Ask again later.",
)
NOT_WRITABLE = Trouble(
    _("Nothing can be changed just now"),
    _("The record can be read, but not written to. Nothing was kept: please try again in a few minutes."),
    "The record can be read, but not written to, at the moment. Ask again later.",
)


def trouble_in(error: BaseException | None) -> Trouble | None:
    """Django's errors have the driver's as their cause; some of the driver's come past Django."""
    if isinstance(error, StorageAwayError):
        return STORE_AWAY
    if isinstance(error, OSError):
        return NO_ROOM_LEFT if error.errno in NO_ROOM else None
    code = _code_of(error)
    if code in FULL:
        return NO_ROOM_LEFT
    if code in READ_ONLY:
        return NOT_WRITABLE
    # By their names, so that nobody has to have PostgreSQL's driver in memory.
    names = {kind.__name__ for kind in type(error).__mro__}
    if names.isdisjoint({"OperationalError", "InterfaceError"}):
        return None
    return AWAY if not code.startswith("SQLITE_") or code.startswith(AWAY_IN_SQLITE) else None


def is_away(error: BaseException | None) -> bool:
    return trouble_in(error) is not None


def was_cut(error: BaseException | None) -> bool:
    """In the middle of a question, by a server that may be there all the same."""
    was_refused = getattr(error.__cause__ or error, "was_refused", False) if error else False
    return trouble_in(error) is AWAY and _code_of(error) in CUT and not was_refused


def obstacle_in(error: Exception, otherwise: str) -> str:
    """What stood in the way of a form that was not saved, to be said above it. Raised again where the
    database is away: the form could not be shown either."""
    trouble = trouble_in(error)
    if trouble is NO_ROOM_LEFT:
        return str(trouble.meaning)
    if trouble is None or _code_of(error) in SAME_MOMENT:
        return otherwise
    raise error


def _code_of(error: BaseException | None) -> str:
    for one in (error, getattr(error, "__cause__", None)):
        code = getattr(one, "sqlstate", None) or getattr(one, "sqlite_errorname", None)
        if code:
            return code
    return ""
