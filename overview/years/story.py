"""A year in sentences: what each says is counted, and each number leads to the list that it counts."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django_countries import countries

from events.models import Event
from events.prose.counted import at_the_political_level, texts_adopted
from events.prose.phrases import by, in_country, until
from members.models import Membership
from overview.years.record import Year
from publishing.amounts import list_url
from publishing.languages import text_in
from publishing.sentences import all_of, filled, link
from publishing.templatetags.texts import isolated
from publishing.written import exactly

PLACES_NAMED = 6
THEMES_NAMED = 3


def story_of(year: Year) -> list[SafeString]:
    """In paragraphs' order; nothing is said of what there is nothing of."""
    if year.is_cut:
        told: list[Any] = [_too_much(year)]
    else:
        told = [_meetings(year), _levels(year), _places(year), *_statuses(year), _half_known(year)]
    told += [_chair(year)]
    told += [] if year.is_cut else [_adopted(year), _themes(year)]
    return [conditional_escape(sentence) for sentence in told if sentence]


def _counted(sentence: str, count: int, url: str = "", **parts: Any) -> SafeString:
    """`%(count)s` leads to the list."""
    number = link(url, exactly(count)) if url else exactly(count)
    return filled(sentence, count=number, **parts)


def _too_much(year: Year) -> SafeString:
    url = list_url("events:list", year=year.number)
    return filled(
        _("The record of this year has more than can be told here: see %(list)s."),
        list=link(url, _("its events")),
    )


def _meetings(year: Year) -> SafeString | str:
    count = len(year.own)
    if not count:
        return _("No meeting of the Khartoum Process is on record for this year.")
    sentence = ngettext(
        "The record of this year has %(count)s meeting of the Khartoum Process.",
        "The record of this year has %(count)s meetings of the Khartoum Process.",
        count,
    )
    return _counted(sentence, count, list_url("events:list", year=year.number, own="yes"))


def _levels(year: Year) -> SafeString | str:
    url = list_url("events:list", year=year.number, own="yes", level=Event.Level.POLITICAL.value)
    return at_the_political_level(len(year.political), of=len(year.own), url=url)


def _statuses(year: Year) -> Iterable[SafeString]:
    status = Event.Status
    if planned := year.own_with(status.PLANNED):
        yield _counted(
            ngettext("%(count)s is still planned.", "%(count)s are still planned.", planned), planned
        )
    if postponed := year.own_with(status.POSTPONED):
        yield _counted(
            ngettext("%(count)s was postponed.", "%(count)s were postponed.", postponed), postponed
        )
    if cancelled := year.own_with(status.CANCELLED):
        yield _counted(
            ngettext("%(count)s was cancelled.", "%(count)s were cancelled.", cancelled), cancelled
        )


def _half_known(year: Year) -> SafeString | str:
    count = year.half_known
    if not count:
        return ""
    sentence = ngettext(
        "Of %(count)s meeting the day is not known.", "Of %(count)s meetings the day is not known.", count
    )
    return _counted(sentence, count)


def _places(year: Year) -> SafeString | str:
    language = get_language() or "en"
    found = [
        _with_number(
            link(
                list_url("events:list", year=year.number, own="yes", country=code),
                in_country(code, str(countries.name(code)), language),
            ),
            count,
        )
        for code, count in year.countries[:PLACES_NAMED]
    ]
    if year.online:
        url = list_url("events:list", year=year.number, own="yes", mode=Event.Mode.ONLINE.value)
        found.append(_with_number(link(url, _("online")), year.online))
    if not found:
        return ""
    is_over = year.own_with(Event.Status.HELD) == len(year.own)
    if len(year.countries) > PLACES_NAMED:
        found.append(link(list_url("events:list", year=year.number, own="yes"), _("elsewhere")))
    sentence = (
        ngettext("It was held %(places)s.", "They were held %(places)s.", len(year.own))
        if is_over
        else _("Held, or to be held: %(places)s.")
    )
    return filled(sentence, places=all_of(found))


def _with_number(named: SafeString, count: int) -> SafeString:
    return format_html("{} ({})", named, exactly(count)) if count > 1 else named


def _chair(year: Year) -> SafeString | str:
    if not year.terms:
        return ""
    language = get_language() or "en"
    *earlier, last = year.terms
    parts = []
    for term in earlier:
        chair = link(term.get_absolute_url(), by(term.partner, language))
        # Of a term whose end is not known no more is said than who followed.
        parts.append(format_html("{} {}", chair, until(term.end, language)) if term.end else chair)
    parts.append(link(last.get_absolute_url(), by(last.partner, language)))
    told = parts[0]
    for part in parts[1:]:
        told = filled(_("%(before)s, then %(after)s"), before=told, after=part)
    return filled(_held(year), by=told)


def _held(year: Year) -> str:
    """Of the first chair of the year: who followed is told in half a sentence."""
    today = timezone.localdate()
    term, *later = year.terms
    is_over = term.end is not None and term.end.latest < today
    if year.number < today.year or is_over or any(term.has_begun for term in later):
        return _("The chair was held %(by)s.")
    if term.held_on(today) == Membership.Held.YES:
        return _("The chair is held %(by)s.")
    if term.held_on(today) == Membership.Held.NO:
        return _("The chair will be held %(by)s.")
    # Known by month or year, it may have begun already, or be over.
    if term.has_begun:
        return _("The chair is or was held %(by)s.")
    return _("The chair is or will be held %(by)s.")


def _adopted(year: Year) -> SafeString | str:
    names = [link(text.get_absolute_url(), isolated(text_in(text, "title"))) for text in year.adopted]
    return texts_adopted(names, url="#documents")


def _themes(year: Year) -> SafeString | str:
    found = [
        _with_number(
            filled(
                _("“%(name)s”"),
                name=link(
                    list_url("events:list", year=year.number, theme=theme.slug),
                    isolated(text_in(theme, "name")),
                ),
            ),
            count,
        )
        for theme, count in year.themes[:THEMES_NAMED]
    ]
    return filled(_("Most often the events were about %(themes)s."), themes=all_of(found)) if found else ""
