"""A label and the words that belong to it, set apart as the reader's language does."""

from django.utils.translation import gettext


def labelled(label: object, words: object) -> str:
    return gettext("%(label)s: %(words)s") % {"label": label, "words": words}
