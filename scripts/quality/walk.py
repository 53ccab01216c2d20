"""Which public pages are looked at: for each view one address at least, and the states that are hard to show.

tests/scripts/test_quality.py compares with the site's addresses: a public view without a line here fails, and
so does a line without a view. To add a view, add one line: to PAGES, by the name of its address, with the
paths to visit after the language; or to NO_PAGES, with what it answers instead.
"""

LANGUAGES = ("en", "fr", "ar")

PAGES: dict[str, tuple[str, ...]] = {
    "home": ("",),
    "events:list": (
        "events/",
        "events/?type=webinar&partner=netherlands",
        "events/?type=party",
        "events/?q=nothing+of+the+kind",
    ),
    # All there is to say; no date; three hosts and no place.
    "events:detail": (
        "events/ministerial-cairo-2025/",
        "events/tm-aswan-french-chairmanship/",
        "events/webinar-missing-migrants-2025/",
    ),
    "events:month": (
        "events/calendar/",
        "events/calendar/?month=2024-10",
        "events/calendar/?month=nothing",
    ),
    "events:map": ("events/map/", "events/map/?type=webinar", "events/map/?type=party"),
    "series:detail": ("series/4ps-webinars-2021/",),
    "documents:list": ("documents/", "documents/?type=nothing"),
    "documents:by_meeting": ("documents/by-meeting/",),
    "documents:detail": (
        "documents/cairo-ministerial-declaration-2025/",
        "documents/rome-declaration-2014/",
        "documents/jvap-2015/",
    ),
    "commitments:list": ("commitments/", "commitments/?status=forgotten"),
    "verify": ("verify/", f"verify/?sha256={'0' * 64}", "verify/?sha256=nothing"),
    "members:list": ("members/", "members/?as_of=2015-05-08", "members/?as_of=yesterday"),
    # With much, with little, one that left, an organisation.
    "members:detail": (
        "members/egypt/",
        "members/malta/",
        "members/united-kingdom/",
        "members/european-commission/",
    ),
    "chairmanships:list": ("chairmanships/", "chairmanships/?as_of=2010-01-01"),
    "chairmanships:detail": ("chairmanships/france-2025/",),
    "themes:list": ("themes/",),
    "themes:detail": ("themes/protection-and-asylum/",),
    "search:page": (
        "search/",
        "search/?q=cairo",
        "search/?q=cairo&kind=nothing",
        "search/?q=qwertyuiop",
    ),
    "map": ("map/",),
    "numbers": ("numbers/",),
    "timeline": ("timeline/",),
    "years": ("years/",),
    "year": ("years/2024/", "years/2014/"),
    "whats_new": ("whats-new/",),
    "about": ("about/",),
    "pages:detail": ("pages/accessibility/", "pages/reuse/"),
    "glossary:list": ("glossary/",),
    "glossary:detail": ("glossary/steering-committee/", "glossary/trafficking-in-human-beings/"),
    "report": ("report/?page=/en/events/",),
    "report_thanks": ("report/thanks/",),
}

# What the shipped record does not hold: `hard_states.py` adds it to a portal that is there to be looked at.
MADE: dict[str, tuple[str, ...]] = {
    "events:list": ("events/?q=border",),
    "events:detail": ("events/quality-cancelled/", "events/quality-online/"),
    "events:package": ("events/quality-cancelled/package/", "events/quality-cancelled/package/?language=fr"),
    "documents:detail": (
        "documents/quality-files/",
        "documents/quality-files/?text=ar",
        "documents/quality-withdrawn/",
    ),
    "documents:text": ("documents/quality-files/text/", "documents/quality-files/text/?of=file&page=2"),
    "documents:compare": ("documents/quality-files/compare/en@2.txt/",),
    "commitments:list": ("commitments/?status=achieved",),
    "commitments:detail": ("commitments/quality-commitment/",),
    # Only where pages are made.
    "components": ("_components/",),
}

# Answers that are errors, by status. `scripts/quality/urls.py` shows those that nobody can ask for.
ERRORS: dict[str, int] = {
    "nowhere/": 404,
    "events/quality-withdrawn/": 410,
    **{f"quality/{status}/": status for status in (400, 403, 500, 503)},
}

NO_PAGES: dict[str, str] = {
    "events:feed": "calendar",
    "events:calendar": "calendar",
    "members:calendar": "calendar",
    "series:calendar": "calendar",
    "themes:calendar": "calendar",
    "events:news": "news feed",
    "documents:news": "news feed",
    "commitments:news": "news feed",
    "search:news": "news feed",
    "whats_new_feed": "news feed",
    "documents:cite_bib": "reference",
    "documents:cite_json": "reference",
    "search:suggest": "part of a page",
    "search:suggestions": "JSON for browsers",
    "search:opensearch": "XML for browsers",
}

# One of each kind of page that is visited most: what their weight and their speed are measured on.
MAIN: tuple[str, ...] = (
    "",
    "events/",
    "events/ministerial-cairo-2025/",
    "documents/",
    "documents/cairo-ministerial-declaration-2025/",
    "members/",
    "members/egypt/",
    "chairmanships/",
    "map/",
    "numbers/",
    "timeline/",
    "years/2024/",
    "events/calendar/",
    "events/map/",
    "glossary/",
    "themes/protection-and-asylum/",
    "commitments/",
    "search/?q=cairo",
    "verify/",
)

# What is looked at by eye, and compared with what was accepted; by the name of the picture.
PICTURED: dict[str, str] = {
    "home": "",
    "events": "events/",
    "events-calendar": "events/calendar/?month=2024-10",
    "events-map": "events/map/",
    "cairo-conference": "events/ministerial-cairo-2025/",
    "cairo-declaration": "documents/cairo-ministerial-declaration-2025/",
    "egypt": "members/egypt/",
    "chairmanships": "chairmanships/",
    "search": "search/?q=migration",
    "map": "map/",
    "numbers": "numbers/",
    "timeline": "timeline/",
    "year": "years/2024/",
}


def shipped() -> list[str]:
    """Paths, after the language, that any portal with the shipped record answers."""
    return [path for paths in PAGES.values() for path in paths]


def made() -> list[str]:
    return [path for paths in MADE.values() for path in paths]
