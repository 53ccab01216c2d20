"""What the gallery shows: each component, through its real template, in the states that are hard."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from declarations.models import Commitment
from khartoum.gallery import drawings, records
from publishing.dates import PartialDate
from publishing.feeds.subscription import Subscription
from publishing.filters import ActiveFilter
from publishing.lean import rendered
from publishing.paging import Page
from publishing.ways_of_looking import Way

# What a reader typed may be one long word, or a script of the other direction.
LONG_WORD = "Flüchtlingsunterbringungskoordinierungsbehörden"
ARABIC_WORDS = "الاتجار بالبشر"


@dataclass(frozen=True, slots=True)
class Example:
    """One component in some states. What is said of it is for developers, so English like the code."""

    component: str
    states: str
    template: str
    context: dict[str, Any]

    @property
    def html(self) -> SafeString:
        if self.template.endswith(".jinja"):
            return rendered(self.template, **self.context)
        return render_to_string(self.template, self.context)


class FilterForm(forms.Form):
    """As a list's, but with no choices out of the database."""

    q = forms.CharField(label=_("Words in the title"), required=False)
    type = forms.ChoiceField(label=_("Type"), choices=[("", "—")], required=False)
    year = forms.ChoiceField(label=_("Year"), choices=[("", "—")], required=False)
    as_of = forms.DateField(label=_("As of"), widget=forms.DateInput({"type": "date"}), required=False)


def examples() -> list[Example]:
    return [*frame(), *lists(), *texts(), *questions(), *plots()]


def frame() -> list[Example]:
    crumbs = [(records.LONG["fr"], "#"), (records.LONG["ar"], "#")]
    page = Page([])
    page.previous_url = page.next_url = "#"
    return [
        Example(
            "Breadcrumbs", "Long names, Arabic among them", "components/breadcrumbs.jinja", {"crumbs": crumbs}
        ),
        Example("Pager", "Both ways", "components/pager.html", {"page": page}),
        Example(
            "Ways of looking",
            "The second is the current one",
            "components/ways_of_looking.html",
            {
                "ways": [
                    Way(label, "#", label == "Calendar") for label in ("List", "Calendar", records.LONG["fr"])
                ]
            },
        ),
        Example(
            "Notice",
            "Quiet",
            "components/notice.jinja",
            {"text_of_notice": "The meeting was held jointly with the Rabat Process."},
        ),
        Example(
            "Notice",
            "Loud, with a title, a sentence and a list",
            "components/notice.jinja",
            {
                "title": "Cancelled",
                "text_of_notice": records.LONG["en"],
                "items": [records.SHORT["ar"], LONG_WORD],
                "loud": True,
            },
        ),
        Example(
            "Nothing found",
            "With a way on",
            "components/empty.html",
            {"message": "No event matches these filters.", "url": "#", "label": "Show all events"},
        ),
        Example(
            "Contents",
            "Long headings, one of them Arabic",
            "components/contents.jinja",
            {"sections": {f"part-{number}": title for number, title in enumerate(records.HEADINGS)}},
        ),
        Example(
            "Share",
            "A title of both scripts",
            "components/share.jinja",
            {"title": records.MIXED["ar"], "address": f"https://example.org/{'a-long-address/' * 5}"},
        ),
        Example("Ways on", "From a page that is not there", "components/ways_on.html", {}),
        Example("At a glance", "As on the home page", "components/glances.html", {}),
    ]


def lists() -> list[Example]:
    label = "Nothing simple about these"
    more = {"more_url": "#", "more_label": records.SHORT["fr"]}
    return [
        Example(
            "Events",
            "No date, half a date, another language, cancelled, postponed, planned, another body’s",
            "components/event_section.jinja",
            {"label": label, "events": records.events(), **more},
        ),
        Example(
            "Documents",
            "Long, undated, Arabic only",
            "components/document_section.jinja",
            {"label": label, "documents": records.documents(), **more},
        ),
        Example(
            "Partners",
            "Forty, and one with a long name and an acronym",
            "members/_partners.html",
            {"label": "A region with a name that wraps", "partners": records.partners()},
        ),
        Example(
            "People",
            "A long function, none, another script",
            "components/people.jinja",
            {"people": records.people()},
        ),
        Example(
            "Tags", "Short, long, in French only", "components/theme_tags.html", {"themes": records.themes()}
        ),
        Example(
            "Sources",
            "Long addresses, one of them Arabic",
            "components/source_list.jinja",
            {
                "sources": [
                    "https://www.khartoumprocess.net/" + "a-long-path/" * 9,
                    "https://example.org/أخبار/عملية-الخرطوم",
                ]
            },
        ),
        *(
            Example(
                "Status of a commitment",
                status,
                "components/commitment_status.html",
                {"status": status, "label": label},
            )
            for status, label in Commitment.Status.choices
        ),
    ]


def texts() -> list[Example]:
    terms = {
        "Ended, both ends known": records.chairmanship(start="2015-01-01", end="2016-02-29"),
        "Running": records.chairmanship(start="2025-04-09"),
        "Still to come": records.chairmanship(start="2199-04-09"),
        "Known by year": records.chairmanship(start="2016", end="2017"),
        "Beginning not known": records.chairmanship(start=None),
    }
    return [
        *(
            Example("Dates of a term", states, "components/term_dates.html", {"term": term})
            for states, term in terms.items()
        ),
        Example(
            "The chair",
            "A very long name; priorities in English only",
            "components/chair_panel.html",
            {"term": terms["Running"]},
        ),
        Example(
            "Facts of an event",
            "Postponed, no place, forty partners in one role",
            "events/_facts.jinja",
            {"event": _postponed(), "roles": [("participants", records.partners())], "calendar_url": "#"},
        ),
        Example(
            "Notes on a translation",
            "Unofficial; in Arabic out of date, too",
            "gallery/notes.html",
            {"unofficial": records.unofficial(), "fallback": records.event(records.ONLY_ARABIC)},
        ),
        Example("Formatted text", "All that survives the sanitiser", "gallery/prose.html", {}),
        Example("Buttons and flags", "Each form", "gallery/small_parts.html", {}),
    ]


def questions() -> list[Example]:
    form = FilterForm({"q": LONG_WORD, "type": "party", "year": "last", "as_of": "2015-05-08"})
    form.full_clean()
    asked = FilterForm({"as_of": "2015-05-08"}, auto_id="asked_%s")
    active = [
        ActiveFilter("Words", ARABIC_WORDS, "#"),
        ActiveFilter("Theme", records.LONG["en"], "#"),
        ActiveFilter("Words", LONG_WORD, "#"),
    ]
    return [
        Example(
            "Filters",
            "Open, with values that were not understood",
            "components/filter_form.html",
            {"form": form, "open": True},
        ),
        Example(
            "What was found",
            "With an address that was not understood",
            "components/active_filters.html",
            {
                "count_label": "0 found",
                "active_filters": active,
                "clear_url": "#",
                "problems": ["“last” is not a year.", f"“{ARABIC_WORDS}” is not a type of event."],
            },
        ),
        Example(
            "Another day",
            "Asked of a day, other filters kept",
            "components/as_of.html",
            {"field": asked["as_of"], "asked_day": PartialDate.parse("2015-05-08"), "clear_url": "#"},
        ),
        Example(
            "Search box",
            "With words of the other direction",
            "components/search_box.html",
            {"id": "gallery-search", "label": "Search", "words": f"{ARABIC_WORDS} IGAD"},
        ),
        Example(
            "Subscription",
            "A long address",
            "components/subscribe.html",
            {
                "of": "Follow these events, as the filters leave them.",
                "subscription": Subscription(
                    calendar=f"/en/events.ics?q={LONG_WORD}", news="/en/events.atom"
                ),
            },
        ),
    ]


def plots() -> list[Example]:
    figures = drawings.figures()
    return [
        Example("Plots", "What hatched marks are filled with", "plots/_patterns.html", {}),
        *(Example("Plots", figure.reading, "plots/figure.html", {"figure": figure}) for figure in figures),
        Example(
            "Map",
            "Each role, small countries, a dot of hundreds beside a dot of one",
            "components/map.html",
            {"map": drawings.map_drawing(), "label": "A made-up map"},
        ),
        Example("Map", "Legend", "overview/_map_legend.html", {"legend": drawings.map_legend()}),
    ]


def _postponed() -> Any:
    event = records.event(records.LONG, date=None, status="postponed", participants_count=4321)
    return records.read_with(event, themes=records.themes())
