"""How a record's texts, dates and sources are shown on a page."""

from datetime import datetime
from functools import lru_cache
from html import escape as escape_plain
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from django import template
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from publishing.dates import PartialDate, Precision, after_since, format_partial_date
from publishing.fields import host_of
from publishing.labelled import labelled
from publishing.languages import Text, text_in, translated_fields

register = template.Library()

register.filter("host", host_of)

# As many letters as fit into a line on a phone, or nearly.
LONGEST_PATH = 60
# Whole sentences: language names change their form in them.
FALLBACK_NOTES = {
    ("en", "fr"): gettext_lazy("Not available in English; shown in French."),
    ("en", "ar"): gettext_lazy("Not available in English; shown in Arabic."),
    ("fr", "en"): gettext_lazy("Not available in French; shown in English."),
    ("fr", "ar"): gettext_lazy("Not available in French; shown in Arabic."),
    ("ar", "en"): gettext_lazy("Not available in Arabic; shown in English."),
    ("ar", "fr"): gettext_lazy("Not available in Arabic; shown in French."),
}


@register.filter
def path_of(address: str) -> str:
    """What tells two addresses of one host apart, short enough to be read; empty for its front page."""
    parts = urlsplit(address)
    path = unquote(parts.path.rstrip("/")) + (f"?{parts.query}" if parts.query else "")
    if len(path) <= LONGEST_PATH:
        return path
    # Only other scripts have signs that stand on a letter, between which nothing may be cut.
    return f"{path[: LONGEST_PATH - 1]}…" if path.isascii() else Truncator(path).chars(LONGEST_PATH)


@register.simple_tag
def text(record: models.Model, field: str, language: str | None = None) -> SafeString:
    """A title, name or other short text, kept apart from the direction of what surrounds it."""
    return isolated(text_in(record, field, language))


@register.filter
def isolated(shown: Text) -> SafeString:
    """The same of a text that was found already."""
    # By far the most frequent of all: Django's ways to escape look first whether they are given a promise.
    if not shown.value:
        return SafeString()
    value = escape_plain(shown.value)
    if shown.is_fallback:
        return SafeString(f'<bdi lang="{shown.language}" dir="{shown.direction}">{value}</bdi>')
    if shown.direction == "rtl":
        # Alone, <bdi> would go by the first letter, and an Arabic title may begin with a Latin acronym.
        return SafeString(f'<bdi dir="rtl">{value}</bdi>')
    return SafeString(f"<bdi>{value}</bdi>")


@register.simple_tag
def plain(record: models.Model, field: str, language: str | None = None) -> str:
    """The text alone, for places that allow no markup."""
    return text_in(record, field, language).value


class Explains(Protocol):
    """Whoever knows more of some of the words."""

    def explained(self, html: str, language: str) -> str: ...


@register.simple_tag(name="labelled")
def label_and_words(label: Any, words: Any) -> SafeString:
    """Set apart as the reader's language does: {% labelled label words %}, either of them captured markup."""
    return SafeString(labelled(conditional_escape(label), conditional_escape(words)))


@register.simple_tag
def text_block(record: models.Model, field: str, explained_by: Explains | None = None) -> SafeString:
    """Formatted text, which was sanitised when it was saved; with links at the words that are explained."""
    shown = text_in(record, field)
    if not shown.value:
        return mark_safe("")
    html = explained_by.explained(shown.value, shown.language) if explained_by else shown.value
    return format_html(
        '<div class="prose" lang="{}" dir="{}">{}</div>',
        shown.language,
        shown.direction,
        mark_safe(with_tables_that_move(html)),  # noqa: S308 - RichTextField sanitises on every save
    )


def with_tables_that_move(html: str) -> str:
    """On a small screen a wide table is moved by itself, by keyboard, too. Sanitised: its tags are bare."""
    if "<table>" not in html:
        return html
    opening = (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(_("Table"))}"><table>'
    )
    return html.replace("<table>", opening).replace("</table>", "</table></div>")


@register.simple_tag
def fallback_note(record: models.Model, field: str) -> SafeString:
    """Says that a text is shown in another language than the page's; nothing where it is not."""
    shown = text_in(record, field)
    if not shown.is_fallback:
        return mark_safe("")
    return _note(FALLBACK_NOTES[get_language() or settings.LANGUAGE_CODE, shown.language])


@register.simple_tag
def translation_note(record: models.Model, *fields: str) -> SafeString:
    """Says so where what is shown of these texts is an unofficial translation, or out of date.

    The texts of parts are named together by their relation: "speakers". Reads prefetched
    `translation_states`, and the parts as the page shows them.
    """
    return _note_of(_states_of_shown(record, fields))


@register.simple_tag
def translation_note_in(record: models.Model, field: str, language: str) -> SafeString:
    """The same of one text, or the texts of parts, shown in a language that the page's reader chose."""
    states = record.translation_states.all()  # type: ignore[attr-defined]
    return _note_of([state for state in states if (state.field, state.language) == (field, language)])


def _note_of(states: list[Any]) -> SafeString:
    sentences = []
    if any(state.status == "unofficial" for state in states):
        sentences.append(_("Unofficial translation."))
    if any(state.is_out_of_date for state in states):
        sentences.append(_("The original has changed since it was made."))
    return _note(*sentences)


def _states_of_shown(record: models.Model, fields: tuple[str, ...]) -> list[Any]:
    if not hasattr(record, "translation_states"):
        return []
    texts = {(field, text.language) for field in fields for text in _shown(record, field) if text.value}
    return [state for state in record.translation_states.all() if (state.field, state.language) in texts]


def _shown(record: models.Model, field: str) -> list[Text]:
    if field in translated_fields(type(record)):
        return [text_in(record, field)]
    parts = getattr(record, field).all()
    return [text_in(part, name) for part in parts for name in translated_fields(type(part))]


def _note(*sentences: Any) -> SafeString:
    if not sentences:
        return mark_safe("")
    return format_html('<p class="note">{}</p>', format_html_join(" ", "{}", ((s,) for s in sentences)))


@register.simple_tag
def when(
    date: PartialDate | None, *, planned: bool = False, since: bool = False, language: str | None = None
) -> SafeString | str:
    """The date in words, and for machines as exactly as it is known.

    `since` gives it the form it has after that word.
    A span carries no `datetime`: the attribute has no form for one.
    """
    if date is None:
        return _("date to be confirmed") if planned else _("date not known")
    return _written(date, language or get_language() or settings.LANGUAGE_CODE, since=since)


@lru_cache(maxsize=4096)
def _written(date: PartialDate, language: str, *, since: bool) -> SafeString:
    words = (after_since if since else format_partial_date)(date, language)
    if date.start_iso == date.end_iso:
        return format_html('<time datetime="{}">{}</time>', date.start_iso, words)
    return format_html("<span>{}</span>", words)


@register.simple_tag
def day(moment: datetime) -> SafeString | str:
    """The day of a moment, written as dates are everywhere else."""
    on = timezone.localtime(moment).date()
    return when(PartialDate(on, on, Precision.DAY))


# The same in templates that Jinja writes.
FOR_LEAN = {
    tag.__name__: tag
    for tag in (text, plain, text_block, fallback_note, translation_note, translation_note_in, when, day)
}
