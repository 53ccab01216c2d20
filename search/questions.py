"""What a query string may ask of the search, on its page and in the API."""

import unicodedata
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from publishing.filters import ActiveFilter, PublicFilterSet
from publishing.kinds import kinds_with_pages, record_models
from publishing.models import Change
from search.asking import Question

# Nobody looks for more, and every link of the page repeats it.
MOST_CHARACTERS = 500
NARROWING = ("kind", "type", "year", "language", "theme")
PAGE = "page"


def without_control(text: str) -> str:
    """What cannot be seen, nor sent to a database, only parts words."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def cleaned(text: str) -> str:
    """What is looked for of what was typed."""
    return without_control(text)[:MOST_CHARACTERS].strip()


def kind_choices() -> list[tuple[str, Any]]:
    return [*kinds_with_pages(), ("speaker", _("speaker"))]


def choices_of(name: str) -> list[tuple[str, Any]]:
    """What the field of that name may say in records of any kind."""
    fields = [field for model in record_models().values() for field in model._meta.fields]
    return [choice for field in fields if field.name == name for choice in field.choices or ()]


def type_choices() -> list[tuple[str, Any]]:
    return choices_of("type")


def language_choices() -> list[tuple[str, Any]]:
    """Those of the portal, and those that only files exist in."""
    return list(dict([*settings.LANGUAGES, *choices_of("language")]).items())


def theme_choices() -> list[tuple[str, str]]:
    themes: Any = record_models()["theme"].objects.published()
    return [(slug, name or slug) for slug, name in themes.values_list("slug", "name")]


class WordsField(forms.CharField):
    """Takes whatever is typed; what is too much is left out."""

    def to_python(self, value: Any) -> str:
        return cleaned(super().to_python(value) or "")


class TextFilter(django_filters.CharFilter):
    field_class = WordsField


class ThemeFilter(django_filters.ChoiceFilter):
    # Of which kind the values are slugs: a former one is followed.
    kind = "theme"


class SearchFilter(PublicFilterSet):
    """Narrows no rows itself: `question()` is what the search is asked."""

    known_besides = ()

    q = TextFilter(label=_("Words to look for"))
    kind = django_filters.ChoiceFilter(label=_("Kind of record"), choices=kind_choices)
    type = django_filters.ChoiceFilter(label=_("Type of event or document"), choices=type_choices)
    year = django_filters.CharFilter(
        label=_("Year"), validators=[RegexValidator(r"^[12][0-9]{3}\Z", _("Give a year in four digits."))]
    )
    language = django_filters.ChoiceFilter(label=_("Language of the text"), choices=language_choices)
    theme = ThemeFilter(label=_("Theme"), choices=theme_choices)
    page = django_filters.CharFilter(
        label=_("Page of the results"),
        validators=[RegexValidator(r"^[1-9][0-9]{0,3}\Z", _("Pages are counted from 1."))],
    )

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()

    def question(self) -> Question:
        """Of a question without problems."""
        asked = self.form.cleaned_data
        return Question(asked["q"], **{name: asked[name] for name in NARROWING})

    def words(self) -> str:
        """As they are looked for, whatever else may be wrong."""
        return self.form.cleaned_data.get("q", "")

    def page_number(self) -> int:
        return int(self.form.cleaned_data["page"] or 1)

    def is_cut(self) -> bool:
        return len(without_control(self.data.get("q", ""))) > MOST_CHARACTERS

    def address(self, path: str, **changes: str) -> str:
        """Of the same question, changed; from its first page unless another is among the changes."""
        kept = [(key, value) for key, value in self._pairs() if value and key not in changes]
        asked = urlencode([*kept, *((key, value) for key, value in changes.items() if value)])
        return f"{path}?{asked}" if asked else path

    def active(self, path: str) -> list[ActiveFilter]:
        """What narrows; the words themselves stay in their box."""
        labels = {str(self.form.fields[name].label) for name in NARROWING}
        return [chosen for chosen in super().active(path) if chosen.label in labels]

    def _pairs(self) -> list[tuple[str, str]]:
        # Another question begins on its first page; every link of the page repeats the words.
        pairs = [(name, cleaned(value) if name == "q" else value) for name, value in super()._pairs()]
        return [(name, value) for name, value in pairs if name != PAGE]
