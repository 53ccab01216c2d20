"""The map of the site: an index, and for each kind of record as many parts as it needs."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property

from declarations.models import Commitment, Document
from events.models import Event, Series, Theme
from members.models import Chairmanship, Partner
from overview.years.record import known_years
from pages.models import Page, Term

# Three addresses each, which all name one another: about 2 MB. The standard allows 50,000 and 50 MB.
KEYS_IN_A_PART = 1000


class InThreeLanguages(Sitemap):
    """Under the portal's public address, whatever host name a request came by."""

    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class RangesOfKeys(Paginator):
    """Cut by key, so that nothing is counted or skipped and the last part costs what the first does.
    Where rows have gone, a part holds fewer."""

    @cached_property
    def num_pages(self) -> int:
        last = self.object_list.order_by("-pk").values_list("pk", flat=True).first()
        return -(-last // self.per_page) if last else 0

    def page(self, number: Any) -> PaginatorPage:
        number = self.validate_number(number)
        last = number * self.per_page
        rows = self.object_list.filter(pk__gt=last - self.per_page, pk__lte=last)
        languages = [code for code, _name in settings.LANGUAGES]
        return self._get_page([(row, code) for row in rows for code in languages], number, self)


class RecordSitemap(InThreeLanguages):
    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Any:
        # Slug and moment are all that is read.
        return self.model.objects.published().only("pk", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return item.updated_at

    @property
    def paginator(self) -> RangesOfKeys:
        return RangesOfKeys(self.items(), KEYS_IN_A_PART)


class PageSitemap(RecordSitemap):
    """Without the introduction, which is a part of the home page."""

    def items(self) -> Any:
        return super().items().exclude(slug="home-introduction")


class ListSitemap(InThreeLanguages):
    def items(self) -> list[str]:
        return [
            "home",
            "events:list",
            "events:month",
            "documents:list",
            "documents:by_meeting",
            "commitments:list",
            "members:list",
            "chairmanships:list",
            "themes:list",
            "glossary:list",
            "map",
            "events:map",
            "years",
            "timeline",
            "numbers",
            "whats_new",
            "verify",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class YearSitemap(InThreeLanguages):
    def items(self) -> list[int]:
        return known_years()

    def location(self, item: int) -> str:
        return reverse("year", kwargs={"year": item})


# Made anew for each request: a sitemap remembers what it last told.
SITEMAPS = {
    "lists": ListSitemap,
    "events": partial(RecordSitemap, Event),
    "documents": partial(RecordSitemap, Document),
    "commitments": partial(RecordSitemap, Commitment),
    "members": partial(RecordSitemap, Partner),
    "chairmanships": partial(RecordSitemap, Chairmanship),
    "themes": partial(RecordSitemap, Theme),
    "series": partial(RecordSitemap, Series),
    "pages": partial(PageSitemap, Page),
    "years": YearSitemap,
    "terms": partial(RecordSitemap, Term),
}


def addresses_of_parts() -> list[str]:
    """Of every section that has anything in it."""
    found = []
    for section, make in SITEMAPS.items():
        address = settings.SITE_URL + reverse("sitemap_section", kwargs={"section": section})
        parts = make().paginator.num_pages
        found += [f"{address}?p={part}" if part > 1 else address for part in range(1, parts + 1)]
    return found
