"""What the lists ask of the index."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from search.titles import with_title_words


class WordsFilter(django_filters.CharFilter):
    """Words in the title, in any language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Words in the title"))
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return with_title_words(qs, value) if value else qs
