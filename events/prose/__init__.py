"""The opening paragraph of an event, in sentences built from what is known of it.

Each language has its own module with its own sentences, and not one catalogue of messages: they
differ in word order, in articles and in what agrees with what (the verb with its first subject in
Arabic, the adjective with the event in French), which no translated fragment can follow.
"""

from collections.abc import Callable

from django.utils.translation import get_language, override

from events.models import Event
from events.prose import arabic, english, french
from events.prose.facts import Facts, facts_of

WRITERS: dict[str, Callable[[Facts], list[str]]] = {
    "en": english.sentences,
    "fr": french.sentences,
    "ar": arabic.sentences,
}


def summary_of(event: Event, language: str | None = None) -> str:
    """Plain text in the language asked for (the active one by default), for a template to escape.

    Reads what `EventQuerySet.for_summary()` brings along.
    """
    wanted = language or get_language() or "en"
    with override(wanted):
        sentences = WRITERS.get(wanted, english.sentences)(facts_of(event, wanted))
    return " ".join(sentences)
