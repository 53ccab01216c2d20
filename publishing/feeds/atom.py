"""News feeds (Atom, RFC 4287): what those of every kind of record have in common."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.feeds.subscription import note_on_translations
from publishing.languages import Text

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# A feed must say when it last changed. One in which nothing was ever told has not since the Process began.
FOUNDED_AT = datetime(2014, 11, 28, tzinfo=UTC)
# What XML has no way to write.
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """`identifier` lasts, whatever becomes of the address; the summary is in the language of the feed."""

    identifier: str
    title: Text
    path: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    # Terms, which no language changes, with their labels.
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Feed:
    """`page` is what people read instead; both it and `path` are with their query. `identity` is the same
    for all pages of one list."""

    title: str
    path: str
    identity: str
    page: str
    entries: list[Entry]
    next_path: str | None = None
    previous_path: str | None = None
    # Elements of other vocabularies, as (name, text, attributes).
    further: tuple[tuple[str, str | None, dict[str, str]], ...] = ()


def identifier(*parts: object) -> str:
    """The texts of one record in two languages are two entries, so the language is a part of it."""
    name = ":".join(["khartoum-process", *map(str, parts), get_language() or settings.LANGUAGE_CODE])
    return uuid5(NAMESPACE_URL, name).urn


def told_at(record: Any) -> datetime:
    """When what visitors see of it last changed. What was scheduled was written before it was seen."""
    published = getattr(record, "published_at", None)
    return max(record.updated_at, published) if published else record.updated_at


class AtomWriter(Atom1Feed):
    """Django's, with the language of each title, and links to the neighbouring pages."""

    feed: Any
    items: Any

    def root_attributes(self) -> dict[str, str]:
        names = {"xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/"} if self.feed["further"] else {}
        return {**super().root_attributes(), **names}

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=FOUNDED_AT)

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("link", None, {"rel": "license", "href": LICENCE})
        for relation in ("next", "previous"):
            if address := self.feed[relation]:
                handler.addQuickElement("link", None, {"rel": relation, "href": address})
        for name, text, attributes in self.feed["further"]:
            kept = {key: writable(value) for key, value in attributes.items()}
            handler.addQuickElement(name, text and writable(text), kept)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        handler.addQuickElement("title", item["title"], {"xml:lang": item["language"]})
        handler.addQuickElement("link", None, {"href": item["link"], "rel": "alternate", "type": "text/html"})
        handler.addQuickElement("id", item["unique_id"])
        if item["pubdate"]:
            handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        for term, label in item["labelled"]:
            handler.addQuickElement("category", None, {"term": term, "label": label})


def written(feed: Feed) -> bytes:
    language = get_language() or settings.LANGUAGE_CODE
    writer = AtomWriter(
        title=writable(feed.title),
        link=settings.SITE_URL + feed.page,
        description="",
        subtitle=note_on_translations(),
        language=language,
        author_name=_("Khartoum Process"),
        author_link=settings.SITE_URL + reverse("home"),
        feed_url=settings.SITE_URL + feed.path,
        feed_guid=identifier("feed", feed.identity),
        feed_copyright=_(
            "The portal’s own texts and data may be reused with attribution to the Khartoum Process portal "
            "under CC BY 4.0. Adopted texts and documents belong to those who issued them."
        ),
        next=feed.next_path and settings.SITE_URL + feed.next_path,
        previous=feed.previous_path and settings.SITE_URL + feed.previous_path,
        further=feed.further,
    )
    for entry in feed.entries:
        writer.add_item(
            title=writable(entry.title.value),
            link=settings.SITE_URL + entry.path,
            description=writable(entry.summary),
            unique_id=entry.identifier,
            pubdate=entry.published,
            updateddate=entry.updated,
            language=entry.title.language,
            labelled=[(term, writable(label)) for term, label in entry.categories],
        )
    return writer.writeString("utf-8").encode()


def writable(text: str) -> str:
    return UNWRITABLE.sub(" ", text)


def atom_response(feed: Feed) -> HttpResponse:
    return HttpResponse(written(feed), content_type=MEDIA_TYPE)


def labels(pairs: Iterable[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Those that say something."""
    return tuple((term, str(label)) for term, label in pairs if term and label)
