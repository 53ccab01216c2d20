"""What a query string may ask of the search, on its page and in the API."""

import unicodedata
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from publishing.filters import ActiveFilter, NamesRecords, PublicFilterSet
from publishing.kinds import record_models
from publishing.languages import Text, called, columns_of
from search.analyser import words_in
from search.asking import Question, kind_label, type_labels
from search.models import Entry
from search.reading import MOST_WORDS
from search.sources import kinds

# Nobody looks for more, and every link of the page repeats it.
MOST_CHARACTERS = 500
NARROWING = ("kind", "type", "year", "language", "theme")
PAGE = "page"


def without_control(text: str) -> str:
    """What cannot be seen, nor sent to a database, only parts words."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def cleaned(text: str) -> str:
    """What is looked for of what was typed: its beginning, if it is too long."""
    text = without_control(text)[:MOST_CHARACTERS].strip()
    words = list(islice(words_in(text, ""), MOST_WORDS + 1))
    return text[: words[MOST_WORDS - 1].end] if len(words) > MOST_WORDS else text


def kind_choices() -> list[tuple[str, str]]:
    return [(kind, kind_label(kind)) for kind in (*kinds(), "speaker")]


def type_choices() -> list[tuple[str, str]]:
    return list(type_labels().items())


def language_choices() -> list[tuple[str, Any]]:
    """Those of the portal, and those that only files exist in."""
    file: Any = record_models()["documentversion"]
    return list(dict([*settings.LANGUAGES, *file._meta.get_field("language").flatchoices]).items())


def theme_choices() -> list[tuple[str, Text]]:
    themes: Any = record_models()["theme"].objects.published()
    return [(theme.slug, called(theme)) for theme in themes.only("slug", *columns_of("name"))]


class WordsField(forms.CharField):
    """Takes whatever is typed; what is too much is left out."""

    def to_python(self, value: Any) -> str:
        return cleaned(super().to_python(value) or "")


class TextFilter(django_filters.CharFilter):
    field_class = WordsField


class ThemeFilter(NamesRecords, django_filters.ChoiceFilter):
    kind = "theme"


class SearchFilter(PublicFilterSet):
    """Narrows no rows itself: `question()` is what the search is asked."""

    known_besides = ()

    q = TextFilter(label=_("Words to look for"))
    kind = django_filters.ChoiceFilter(label=_("Kind of record"), choices=kind_choices)
    type = django_filters.ChoiceFilter(label=_("Type"), choices=type_choices)
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
        model = Entry
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
        return self.words() != without_control(self.data.get("q", ""))

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
