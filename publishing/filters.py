"""What a query string may ask: one set of filters for a list's page, its API endpoint and its feeds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.addresses import present_slug
from publishing.paging import CURSORS


@dataclass(frozen=True)
class ActiveFilter:
    label: str
    value: str
    remove_url: str


class PublicFilterSet(django_filters.FilterSet):
    """Says what it does not understand instead of passing over it."""

    # The place in a list that is cut into pages. Whoever answers with the whole list empties it.
    known_besides: tuple[str, ...] = CURSORS
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form reads its choices for what is chosen and again for what is offered; they are looked up once.
        for question in self.filters.values():
            choices = question.extra.get("choices")
            if callable(choices):
                question.extra["choices"] = cache(choices)
        self._follow_former_slugs()

    def _follow_former_slugs(self) -> None:
        """A question kept as a link goes on working when what it names has got another address."""
        for name, question in self.filters.items():
            value = self.data.get(name) if isinstance(self.data, QueryDict) else None
            kind = getattr(question, "kind", "")
            if not (kind and value) or "\0" in value or value in dict(question.extra["choices"]()):
                continue
            present = present_slug(kind, value)
            if present:
                self.data = self.data.copy()
                self.data[name] = present

    def unknown_parameters(self) -> list[str]:
        known = {*self.filters, *self.known_besides}
        return [name for name in self.data or {} if name not in known]

    def repeated_parameters(self) -> list[str]:
        return [name for name, values in self._lists() if len(values) > 1]

    def problems(self) -> list[str]:
        """In words for the page's reader; empty if all was understood."""
        found = [
            _("There is no filter called “%(name)s”.") % {"name": name} for name in self.unknown_parameters()
        ]
        found += [
            _("“%(name)s” is given more than once.") % {"name": name} for name in self.repeated_parameters()
        ]
        if not self.is_valid():
            for name, errors in self.form.errors.items():
                label = self.form.fields[name].label if name in self.form.fields else name
                found.extend(
                    _("%(label)s: %(problem)s") % {"label": label, "problem": error} for error in errors
                )
        return found

    def found(self) -> Any:
        """The rows asked for; none where the question was not understood."""
        return self.queryset.none() if self.problems() else self.qs

    def active(self, path: str) -> list[ActiveFilter]:
        if not self.is_valid():
            return []
        chosen = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if value in (None, "", []):
                continue
            label = dict(getattr(field, "choices", [])).get(value, value)
            chosen.append(ActiveFilter(str(field.label), str(label), self._without(name, path)))
        return chosen

    def query_string(self) -> str:
        """The filters alone, without the place in the list, for feeds of the same question."""
        return urlencode([(key, value) for key, value in self._pairs() if key not in CURSORS and value])

    def _without(self, name: str, path: str) -> str:
        rest = urlencode([pair for pair in self._pairs() if pair[0] not in {name, *CURSORS} and pair[1]])
        return f"{path}?{rest}" if rest else path

    def _pairs(self) -> list[tuple[str, str]]:
        return [(key, value) for key, values in self._lists() for value in values]

    def _lists(self) -> list[tuple[str, list[str]]]:
        return list(self.data.lists()) if isinstance(self.data, QueryDict) else []


class NamedFilter(django_filters.ChoiceFilter):
    """Applies the queryset method called `by` to the chosen value: the rule stays on the queryset.

    `kind` says of which kind of record the values are slugs.
    """

    def __init__(self, *, by: str, kind: str = "", **kwargs: Any) -> None:
        self.by, self.kind = by, kind
        kwargs.setdefault("empty_label", gettext_lazy("All"))
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return getattr(qs, self.by)(value) if value not in (None, "") else qs


class OpenChoiceField(forms.ChoiceField):
    """Offers some values and understands more: `allows` says which."""

    def __init__(self, *, allows: Callable[[str], bool], **kwargs: Any) -> None:
        self.allows = allows
        super().__init__(**kwargs)

    def valid_value(self, value: Any) -> bool:
        # No choice has a null character, and PostgreSQL refuses to look for one.
        return "\0" not in str(value) and self.allows(str(value))


class OpenChoiceFilter(NamedFilter):
    """As `NamedFilter`; takes `choices` (offered) and `allows` (understood)."""

    field_class = OpenChoiceField

    def __init__(self, *, choices: Callable[[], list[tuple[str, str]]], **kwargs: Any) -> None:
        self.offered = choices
        kwargs.setdefault("empty_label", None)
        super().__init__(choices=lambda: [("", _("All")), *self.offered()], **kwargs)
        self.extra.pop("null_label", None)
        self.extra.pop("null_value", None)
        self.extra.pop("empty_label", None)


def is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and text > "1000"
