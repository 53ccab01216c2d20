"""Sentences that count, for whatever stretch of time is told: a year, a chair term."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.sentences import all_of, filled, link
from publishing.written import exactly

TEXTS_NAMED = 5


def at_the_political_level(count: int, *, of: int, url: str = "") -> SafeString | str:
    """Nothing is said of a single meeting, or where there is none."""
    if of < 2 or not count:
        return ""
    if count == of:
        return filled(_("All of them were at the political level."))
    sentence = ngettext(
        "%(count)s of them was at the political level.",
        "%(count)s of them were at the political level.",
        count,
    )
    return filled(sentence, count=_number(count, url))


def texts_adopted(names: Sequence[SafeString], *, url: str = "") -> SafeString | str:
    """By name while they are few; else as a number, which may lead to them."""
    count = len(names)
    if not count:
        return ""
    if count > TEXTS_NAMED:
        sentence = ngettext("%(count)s text was adopted.", "%(count)s texts were adopted.", count)
        return filled(sentence, count=_number(count, url))
    sentence = ngettext(
        "%(count)s text was adopted: %(names)s.", "%(count)s texts were adopted: %(names)s.", count
    )
    return filled(sentence, count=exactly(count), names=all_of(names))


def _number(count: int, url: str) -> SafeString | str:
    return link(url, exactly(count)) if url else exactly(count)
