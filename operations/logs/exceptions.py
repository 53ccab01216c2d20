"""What is told of an exception, in logs, letters and to a service that collects errors.

Where it came from, always. Its message only where that speaks of the code: others repeat what somebody
typed, or rows of the database, and whoever reads a log has no business with either.
"""

import re
import traceback
from collections.abc import Iterator

from django.core.exceptions import FieldError, ImproperlyConfigured, ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.template import TemplateSyntaxError
from django.urls import NoReverseMatch

# Their messages name what the code has, lacks or expects.
SPEAK_OF_CODE = (
    AssertionError,
    AttributeError,
    FieldError,
    ImportError,
    ImproperlyConfigured,
    MemoryError,
    NameError,
    NotImplementedError,
    ObjectDoesNotExist,
    RecursionError,
    TemplateSyntaxError,
    TypeError,
)
# Of SQLSTATE: what was given does not fit its column, and is repeated.
DATA_EXCEPTION = "22"
LONGEST = 300
MOST_FRAMES = 30
QUOTED = re.compile(r'"[^"]*"')
LOOKS_LIKE_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # of a mailbox
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"  # of a machine
    r"|(?<![\w:])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}(?![\w:])"
)


def without_addresses(text: str) -> str:
    """A last look at what others have written: no address of a mailbox or a machine."""
    return LOOKS_LIKE_ADDRESS.sub("[address]", text) if "@" in text or ":" in text or "." in text else text


def message_of(error: BaseException) -> str:
    """What it says, as far as that can be told."""
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, DatabaseError):
        return _of_database(error)
    if isinstance(error, SPEAK_OF_CODE) and not isinstance(error, NoReverseMatch):
        return without_addresses(str(error))[:LONGEST]
    return ""


def _of_database(error: DatabaseError) -> str:
    """Its first line: those after it give the row."""
    first, _newline, _others = str(error).partition("\n")
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state.startswith(DATA_EXCEPTION):
        first = QUOTED.sub('"…"', first)
    return without_addresses(f"{state} {first}".strip())[:LONGEST]


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """It, and what it came of, latest first."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def name_of(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def told(error: BaseException) -> str:
    """Like Python's own account, oldest first, lines of code included and values left out."""
    parts = []
    for found in reversed(list(chain_of(error))):
        said = message_of(found)
        frames = traceback.extract_tb(found.__traceback__)[-MOST_FRAMES:]
        parts.append(
            "Traceback (most recent call last):\n"
            + "".join(traceback.format_list(frames))
            + name_of(found)
            + (f": {said}" if said else "")
        )
    return "\n\n".join(parts)


def place_of(error: BaseException) -> str:
    """Where it was raised: the same for every time that it happens again."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
