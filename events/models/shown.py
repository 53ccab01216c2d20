from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_countries import countries

from publishing.labels import label_of
from publishing.labels import sentence as _
from publishing.languages import Text, text_in
from publishing.page_addresses import page_address
from publishing.templatetags.texts import isolated


class ShownEvent:
    """What is said of an event wherever it is named: of a whole `Event`, and of a light `EventRow`."""

    Type: Any
    Level: Any
    Scope: Any
    Status: Any
    Mode: Any
    OWN_SCOPES: tuple[str, ...]
    TECHNICAL_TYPES: Any
    slug: Any
    type: Any
    scope: Any
    status: Any
    mode: Any
    country: Any

    def get_absolute_url(self) -> str:
        return page_address("events:detail", self.slug)

    @property
    def level(self) -> str:
        return self.Level.TECHNICAL if self.type in self.TECHNICAL_TYPES else self.Level.POLITICAL

    def get_level_display(self) -> str:
        return label_of(self.Level, self.level)

    def get_type_display(self) -> str:
        return label_of(self.Type, self.type)

    def get_scope_display(self) -> str:
        return label_of(self.Scope, self.scope)

    def get_status_display(self) -> str:
        return label_of(self.Status, self.status)

    def get_mode_display(self) -> str:
        return label_of(self.Mode, self.mode)

    @property
    def is_own(self) -> bool:
        """One of the Process's own meetings."""
        return self.scope in self.OWN_SCOPES

    @property
    def place(self) -> str:
        """Where it was, in the active language: "Cairo, Egypt", "Online", or nothing."""
        if self.mode == self.Mode.ONLINE:
            return _("Online")
        language = get_language()
        names = [text_in(self, "city", language).value, country_name(str(self.country), language)]
        return _(", ").join(name for name in names if name)

    @property
    def shown_place(self) -> SafeString:
        """The same for a page. A city without a name in its language is laid out by itself, and does not turn
        the country around."""
        language = get_language() or settings.LANGUAGE_CODE
        city = text_in(self, "city", language)
        if self.mode == self.Mode.ONLINE or not city.is_fallback:
            return isolated(Text(self.place, language, is_fallback=False))
        country = isolated(Text(country_name(str(self.country), language), language, is_fallback=False))
        return SafeString(_(", ").join(filter(None, [isolated(city), country])))


@lru_cache(1000)
def country_name(code: str, _language: str | None) -> str:
    """In the active language, which is the one given."""
    return str(countries.name(code)) if code else ""
