"""What is made from the public record, is the same for everybody, and is kept until the record changes.

Choices of a filter, counts, a form as text: each is made once for a state of the record. Nothing is
served from here that the database would answer differently, for the state is asked anew each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from publishing import changes
from publishing.models import Change, RecordVersion
from publishing.together import Together

MOST_KEPT = 150

_kept: OrderedDict[Hashable, Any] = OrderedDict()
# In which all of that was made.
_state: Hashable = None
_lock = Lock()


def state_rows() -> Any:
    """For pages that ask together: what is found is for `as_state()`, and costs no question of its own."""
    announced = Change.objects.announced_after(Now())
    # With its moment the number is known again, or not, after a backup was restored.
    latest = Subquery(Change.objects.order_by("-sequence").values("recorded_at")[:1])
    # What was written by a clock that is ahead is public once the database's has come so far.
    is_ahead = GreaterThan(latest, Now())
    columns: list[Any] = ["number", latest, is_ahead, announced.values("at")[:1]]
    return RecordVersion.objects.filter(pk=1).values_list(*columns)


STATE = Together(lambda: {"state": state_rows()})


def state_of_record() -> Hashable:
    """Another one after every change of the public record, after every date that brings one about, and
    on every day, because what is upcoming goes by the day. One small query."""
    return as_state(STATE.ask()["state"])


def as_state(found: list[Any]) -> Hashable:
    return (*found, timezone.localdate())


def kept(key: Hashable, make: Callable[[], Any], *, state: Hashable = None) -> Any:
    """What `make` made in the present state of the record, which is asked for unless it was just found.
    `key` holds all else that it depends on. Of a state that is past nothing is asked for again, nor kept.

    While a change is being written, the state is that of before it: a form that is only tried, for a preview,
    must not leave what it says to visitors, nor show what they were shown."""
    global _state
    if changes.is_open():
        return make()
    state = state or state_of_record()
    with _lock:
        if state != _state:
            _kept.clear()
            _state = state
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make()
    with _lock:
        if state == _state:
            _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    with _lock:
        _kept.clear()
