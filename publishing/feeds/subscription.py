"""At which addresses a list can be followed, and under which name."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.filters import PublicFilterSet


@dataclass(frozen=True)
class Subscription:
    """Paths with their query; empty where there is none of the kind."""

    calendar: str = ""
    news: str = ""

    @classmethod
    def of_list(cls, query: str, **names: str) -> Self:
        """Of the same question; by the names of their addresses."""
        return cls(**{kind: with_query(reverse(name), query) for kind, name in names.items()})

    @property
    def calendar_address(self) -> str:
        return settings.SITE_URL + self.calendar

    @property
    def news_address(self) -> str:
        return settings.SITE_URL + self.news

    @property
    def webcal_address(self) -> str:
        """What a calendar program opens as something to subscribe to, not to copy once."""
        return f"webcal://{self.calendar_address.partition('://')[2]}"


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def note_on_translations() -> str:
    """Once for a whole feed; empty in the language of the originals."""
    if get_language() == settings.LANGUAGE_CODE:
        return ""
    return _("French and Arabic texts are unofficial translations unless they say otherwise.")


def name_with_filters(name: str, question: PublicFilterSet) -> str:
    """So that two subscriptions to one list can be told apart: "Khartoum Process: events (Webinar)"."""
    values = [str(chosen.value) for chosen in question.active("")]
    return _("%(name)s (%(filters)s)") % {"name": name, "filters": _(", ").join(values)} if values else name
