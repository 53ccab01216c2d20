"""How a process that serves gets ready: all at once, before anybody asks."""

import gc
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

# In such a process, what staff alone need is left until it is asked for: khartoum/when_asked.py.
IS_FOR_VISITORS = threading.Event()
# What Django REST framework loads if it happens to be there, for parts of its own that nobody uses here.
UNUSED = ("requests", "yaml", "pygments", "markdown")


@contextmanager
def getting_ready() -> Iterator[None]:
    """What is loaded inside stays as long as the process does. The collector of garbage does not walk over
    it, neither while it is loaded nor whenever requests leave garbage: a quarter of a million objects."""
    IS_FOR_VISITORS.set()
    gc.disable()
    end_when_asked()
    try:
        with left_out(UNUSED):
            yield
            load_addresses()
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def left_out(names: Iterable[str]) -> Iterator[None]:
    """Whoever tries to load one of these inside is told that it is not installed; afterwards it is."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] - None says so
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def end_when_asked() -> None:
    """A worker that granian has forked still has granian's own answer to SIGTERM, which is for the keeper of
    workers: asked to end while it loads, it would go on, and be waited for until it is killed. Once it has
    loaded, granian gives it its own."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def load_addresses() -> None:
    """Views and their addresses, in the language most ask for: else the first to ask would wait for them."""
    with translation.override(settings.LANGUAGE_CODE):
        get_resolver()._populate()
