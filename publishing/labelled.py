"""A label and the words that belong to it, set apart as the reader's language does."""

from django.utils.translation import gettext


def labelled(label: object, words: object) -> str:
    return gettext("%(label)s: %(words)s") % {"label": label, "words": words}


def apart(name: str) -> str:
    """Between marks that keep the direction of a file's name from the rest of the line."""
    return f"\u2068{name}\u2069"
