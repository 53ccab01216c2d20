"""A form sent once more on behalf of whoever filled it in: to look at what it would do, or to do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from publishing import changes

# Of what a browser sends, neither the token nor the button belongs to what was filled in.
NOT_KEPT = {"csrfmiddlewaretoken", "pending", "pending_revision"}


@dataclass
class Replay:
    """Travels with the request that is sent once more, and learns what came of it."""

    # Nothing of it will remain. What two people have changed then is as this form has it.
    is_trial: bool
    # What was saved meanwhile, merged with the form.
    conflict: Any = None
    # What was written.
    record: Any = None

    def must_be_looked_at(self, conflict: Any) -> bool:
        """Two people have changed the same: somebody has to choose. All else is merged."""
        self.conflict = conflict
        is_clear = conflict.is_beginning_known and not conflict.contested
        return not (self.is_trial or is_clear)


def replay_of(request: Any) -> Replay | None:
    return getattr(request, "replay", None)


def kept_data(posted: Any) -> dict[str, list[str]]:
    """What was filled in: name → values, as a browser sends them. PostgreSQL keeps no null character."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in posted.lists()
        if name not in NOT_KEPT and not name.startswith("_")
    }


def as_sent(data: dict[str, list[str]]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in data.items():
        sent.setlist(name, values)
    sent._mutable = False
    return sent


def sent_again(request: Any, data: dict[str, list[str]], replay: Replay) -> Any:
    """The request that sends the form; what it tells the person goes nowhere."""
    sent = _posting(request, data)
    sent.replay = replay
    sent._messages = FallbackStorage(sent)
    return sent


def shown_again(request: Any, data: dict[str, list[str]]) -> Any:
    """The request that shows the form as it was filled in, with what is wrong in it, and saves nothing."""
    sent = _posting(request, data)
    sent.is_only_shown = True
    return sent


def _posting(request: Any, data: dict[str, list[str]]) -> Any:
    sent = _copy_of(request)
    sent.method = "POST"
    sent.GET = QueryDict()
    sent.POST = as_sent(data)
    sent._files = MultiValueDict()
    return sent


def as_one_who_may(request: Any) -> Any:
    """With every permission, for a trial: whoever only looks sees all that the form would do."""
    person = copy(request.user)
    person.is_superuser = person.is_active = True
    sent = _copy_of(request)
    sent.user = person
    return sent


def _copy_of(request: Any) -> Any:
    # Django's own leaves out what cannot be kept, such as the address that was matched.
    sent = type(request).__new__(type(request))
    sent.__dict__.update(request.__dict__)
    return sent


class _UndoError(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is undone before the change is numbered: no row, revision or entry remains, and
    nothing that waits for the commit happens."""
    try:
        with changes.together():
            yield
            raise _UndoError
    except _UndoError:
        pass


def is_saved(response: Any) -> bool:
    """A form that was saved leads on; one that was not comes back."""
    return 300 <= response.status_code < 400
