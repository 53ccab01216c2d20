from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from declarations.models import Document
from events.models import Event, Series, Theme
from members.models import Chairmanship, Partner
from pages.models import Page


class InThreeLanguages(Sitemap):
    """Under the portal's public address, whatever host name a request came by."""

    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class RecordSitemap(InThreeLanguages):
    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Any:
        # Chairmanships name their partner's slug in no address; slug and moment are all that is read.
        return self.model.objects.published().only("pk", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return item.updated_at


class PageSitemap(RecordSitemap):
    """Without the introduction, which is a part of the home page."""

    def items(self) -> Any:
        return super().items().exclude(slug="home-introduction")


class ListSitemap(InThreeLanguages):
    def items(self) -> list[str]:
        return [
            "home",
            "events:list",
            "documents:list",
            "members:list",
            "chairmanships:list",
            "themes:list",
            "whats_new",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {
    "lists": ListSitemap(),
    "events": RecordSitemap(Event),
    "documents": RecordSitemap(Document),
    "members": RecordSitemap(Partner),
    "chairmanships": RecordSitemap(Chairmanship),
    "themes": RecordSitemap(Theme),
    "series": RecordSitemap(Series),
    "pages": PageSitemap(Page),
}
