"""Pages of the portal that an entry of the glossary points to: each is asked for when it is shown.

No entry knows of events or documents, which come after it; it knows their addresses, as staff copy them.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.languages import translated_fields
from publishing.models import FormerSlug, Record
from publishing.together import Together

MOST_LINKS = 12
Link = tuple[type[Record], str]


def link_of(address: str) -> Link | None:
    """The kind of record at an address of this portal, and its slug."""
    path = urlsplit(address).path
    language = translation.get_language_from_path(path)
    if not language:
        return None
    with translation.override(language):
        try:
            found = resolve(path)
        except Resolver404:
            return None
    view = getattr(found.func, "view_class", None)
    model: Any = getattr(view, "model", None)
    slug = found.kwargs.get("slug", getattr(view, "slug", None))
    is_record = isinstance(model, type) and issubclass(model, Record)
    return (model, slug) if is_record and slug and naming_field(model) else None


def naming_field(model: type[Record]) -> str:
    """By what it is called where it is linked; empty where it goes by the name of another record."""
    return next((name for name in ("title", "name") if name in translated_fields(model)), "")


def has_pages_of_the_portal(text: str) -> None:
    lines = lines_of(text)
    if len(lines) > MOST_LINKS:
        raise ValidationError(_("Name at most %(number)s pages."), params={"number": MOST_LINKS})
    for line in lines:
        if link_of(line) is None:
            raise ValidationError(
                _(
                    "“%(line)s” is not the address of a page here that has a name of its own. "
                    "Copy it from the page, as in /en/documents/rome-declaration-2014/."
                ),
                params={"line": line},
            )


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _questions(links: tuple[Link, ...]) -> dict[str, Any]:
    wanted: dict[type[Record], list[str]] = {}
    for model, slug in links:
        wanted.setdefault(model, []).append(slug)
    return {str(model._meta.model_name): _at(model, slugs) for model, slugs in wanted.items()}


def _at(model: Any, slugs: list[str]) -> Any:
    """By the slugs they have, or else once had."""
    taken = model.objects.published().filter(slug__in=slugs).values("slug")
    former = FormerSlug.objects.filter(kind=model._meta.model_name, slug__in=slugs).exclude(slug__in=taken)
    return model.objects.published().filter(Q(slug__in=slugs) | Q(pk__in=former.values("record_id")))


LINKED = Together(_questions)


def pages_shown_with(text: str) -> list[dict[str, Any]]:
    """Record, what it is, and the field it is named by, of those that are public now. One query."""
    links = tuple(link for link in map(link_of, lines_of(text)) if link)
    found = LINKED.ask(links=links) if links else {}
    return [
        {
            "record": record,
            "field": naming_field(type(record)),
            "kind": capfirst(str(record._meta.verbose_name)),
        }
        for rows in found.values()
        for record in rows
    ]
