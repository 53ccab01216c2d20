"""What a query string may ask: one set of filters for a list's page, its API endpoint and its feeds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.addresses import public_slugs
from publishing.dates import UNDATED
from publishing.kinds import record_models
from publishing.languages import Text, called
from publishing.paging import CURSORS

# More than that is no question of a reader, and costs the database as many looks.
MOST_VALUES = 20


def question_key(query: QueryDict, *, place: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """By this, what is kept of a question is found again. Its `place` in the list is no part of it, unless it
    is given more than once: then the question is not understood."""
    return tuple((name, *values) for name, values in query.lists() if name not in place or len(values) > 1)


@dataclass(frozen=True)
class ActiveFilter:
    label: str
    # What a record is called knows its language.
    value: str | Text
    remove_url: str


class PublicFilterSet(django_filters.FilterSet):
    """Says what it does not understand instead of passing over it."""

    # The place in a list that is cut into pages.
    known_besides: tuple[str, ...] = CURSORS
    # Along the rows of these the rest is read.
    asked_first: ClassVar[tuple[str, ...]] = ()
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form reads its choices for what is chosen and again for what is offered, and several filters may
        # offer the same; they are looked up once.
        looked_up: dict[Any, Any] = {}
        for question in self.filters.values():
            choices = question.extra.get("choices")
            if callable(choices):
                question.extra["choices"] = looked_up.setdefault(choices, cache(choices))
        self._follow_former_slugs()
        self._offer_what_is_asked()

    @classmethod
    def of_whole(cls, query: QueryDict, rows: Any, *, request: HttpRequest | None = None) -> Self:
        """For whoever answers with the whole list: it has no places."""
        question = cls(query, queryset=rows, request=request)
        question.known_besides = ()
        return question

    def _follow_former_slugs(self) -> None:
        """A question kept as a link goes on working when what it names has got another address."""
        asked = {
            name: [value for value in self.data.getlist(name) if value and "\0" not in value][
                : MOST_VALUES + 1
            ]
            for name, question in self.filters.items()
            if isinstance(question, NamesRecords) and isinstance(self.data, QueryDict)
        }
        wanted: dict[str, set[str]] = {}
        for name, values in asked.items():
            wanted.setdefault(self.filters[name].kind, set()).update(values)
        present = public_slugs(wanted)
        for name, values in asked.items():
            question = self.filters[name]
            named = [present.get((question.kind, value), value) for value in values]
            question.understands(
                {present[question.kind, value] for value in values if (question.kind, value) in present}
            )
            if named != values:
                self.data = self.data.copy()
                self.data.setlist(name, named)

    def _offer_what_is_asked(self) -> None:
        for name, question in self.filters.items():
            if isinstance(question, OpenChoiceFilter) and isinstance(self.data, QueryDict):
                question.asked = tuple(self.data.getlist(name)[:MOST_VALUES])

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = self.form.cleaned_data
        places = {name: place for place, name in enumerate(self.asked_first)}
        for name in sorted(chosen, key=lambda name: places.get(name, len(places))):
            queryset = self.filters[name].filter(queryset, chosen[name])
        return queryset

    def unknown_parameters(self) -> list[str]:
        known = {*self.filters, *self.known_besides}
        return [name for name in self.data or {} if name not in known]

    def repeated_parameters(self) -> list[str]:
        return [
            name
            for name, values in self._lists()
            if len(values) > 1 and not (name in self.filters and takes_several(self.filters[name]))
        ]

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
            labels = dict(getattr(field, "choices", []))
            for one in value if isinstance(value, list) else [value]:
                label = labels.get(one, one)
                shown = label if isinstance(label, Text) else str(label)
                chosen.append(ActiveFilter(str(field.label), shown, self._without(name, one, path)))
        return chosen

    def query_string(self) -> str:
        """The filters alone, without the place in the list, for feeds of the same question."""
        return urlencode([(key, value) for key, value in self._pairs() if key not in CURSORS and value])

    def _without(self, name: str, value: str, path: str) -> str:
        several = takes_several(self.filters[name])
        rest = urlencode(
            [
                (key, given)
                for key, given in self._pairs()
                if key not in CURSORS and given and (key != name or (several and given != value))
            ]
        )
        return f"{path}?{rest}" if rest else path

    def _pairs(self) -> list[tuple[str, str]]:
        return [(key, value) for key, values in self._lists() for value in values]

    def _lists(self) -> list[tuple[str, list[str]]]:
        return list(self.data.lists()) if isinstance(self.data, QueryDict) else []


def takes_several(question: Any) -> bool:
    """Whether the filter may be given several times: one of the values is enough."""
    return getattr(question, "takes_several", False)


class ValuesSelect(forms.SelectMultiple):
    """One choice of a list; all of those that were given, where that is more than one."""

    def format_value(self, value: Any) -> list[str]:
        return super().format_value(value) or [""]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if isinstance(label, Text) and label.is_fallback:
            option["attrs"] |= {"lang": label.language, "dir": label.direction}
        return option

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if len(context["widget"]["value"]) < 2:
            del context["widget"]["attrs"]["multiple"]
        return context


class ValuesField(forms.MultipleChoiceField):
    widget = ValuesSelect

    def to_python(self, value: Any) -> list[str]:
        if value and len(value) > MOST_VALUES:
            raise ValidationError(_("Give at most %(most)s values.") % {"most": MOST_VALUES})
        # An empty value asks nothing, and the same one twice asks no more than once.
        return [text for text in dict.fromkeys(super().to_python(value)) if text]


class OpenValuesField(ValuesField):
    """Offers some values and understands more: `allows` says which."""

    def __init__(self, *, allows: Callable[[str], bool], **kwargs: Any) -> None:
        self.allows = allows
        super().__init__(**kwargs)

    def valid_value(self, value: Any) -> bool:
        # No choice has a null character, and PostgreSQL refuses to look for one.
        return "\0" not in str(value) and self.allows(str(value))


class ValuesFilter(django_filters.Filter):
    """Finds what has one of the values of a column."""

    field_class: type[forms.Field] = ValuesField
    takes_several = True

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)

    @property
    def field(self) -> forms.Field:
        if not hasattr(self, "_field"):
            options = self.extra | {"choices": lambda: [("", _("All")), *self.offered()]}
            self._field = self.field_class(label=self.label, **options)
        return self._field

    def offered(self) -> Sequence[tuple[str, Any]]:
        choices = self.extra["choices"]
        return choices() if callable(choices) else choices

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        return self.with_value(qs, value[0]) if len(value) == 1 else self.with_any(qs, value)

    def with_value(self, rows: Any, value: str) -> Any:
        return rows.filter(**{self.field_name: value})

    def with_any(self, rows: Any, values: list[str]) -> Any:
        return rows.filter(**{f"{self.field_name}__in": values})


class NamedFilter(ValuesFilter):
    """Applies the queryset method called `by` to the chosen value: the rule stays on the queryset. Several
    values are given to the one called `by_any`, if there is one."""

    def __init__(self, *, by: str, by_any: str = "", **kwargs: Any) -> None:
        self.by, self.by_any = by, by_any
        super().__init__(**kwargs)

    def with_value(self, rows: Any, value: str) -> Any:
        return getattr(rows, self.by)(value)

    def with_any(self, rows: Any, values: list[str]) -> Any:
        if self.by_any:
            return getattr(rows, self.by_any)(values)
        # Of all rows, so that what narrows them already is said once and the database may use its index.
        every = rows.model._default_manager.all()
        return rows & reduce(or_, (self.with_value(every, value) for value in values))


class OpenChoiceFilter(NamedFilter):
    """As `NamedFilter`; takes `choices` (offered) and `allows` (understood). What is asked for and understood
    is offered, too, so that the form does not lose it when it is sent again; `label_of` says as what."""

    field_class = OpenValuesField
    asked: tuple[str, ...] = ()

    def __init__(self, *, label_of: Callable[[str], str] = str, **kwargs: Any) -> None:
        self.label_of = label_of
        super().__init__(**kwargs)

    def offered(self) -> Sequence[tuple[str, Any]]:
        return [*super().offered(), *self._beyond]

    @cached_property
    def _beyond(self) -> list[tuple[str, Any]]:
        """Looked up once, and not before somebody reads the choices."""
        known = {value for value, _label in super().offered()}
        asked = [value for value in dict.fromkeys(self.asked) if value and value not in known]
        field: Any = self.field
        understood = [value for value in asked if field.valid_value(value)]
        return self.labelled(understood) if understood else []

    def labelled(self, values: list[str]) -> list[tuple[str, Any]]:
        return [(value, self.label_of(value)) for value in values]


class NamesRecords:
    """A filter whose values are slugs of records of this kind: a former one is followed."""

    kind: str

    def understands(self, slugs: set[str]) -> None:
        """Is told which of the values are those of public records."""


class RecordFilter(NamesRecords, OpenChoiceFilter):
    """As `OpenChoiceFilter`, of slugs of records of a kind: whatever is public is understood."""

    def __init__(
        self, *, kind: str, choices: Callable[[], Sequence[tuple[str, str | Text]]] = list, **kwargs: Any
    ) -> None:
        self.kind = kind
        super().__init__(choices=choices, allows=set().__contains__, **kwargs)

    def understands(self, slugs: set[str]) -> None:
        self.extra["allows"] = slugs.__contains__

    def labelled(self, values: list[str]) -> list[tuple[str, Any]]:
        records = record_models()[self.kind].objects.published().with_slugs(values)
        return [(record.slug, called(record)) for record in records]


class OneOfFilter(django_filters.ChoiceFilter):
    """As `NamedFilter`, for values of which only one makes sense."""

    def __init__(self, *, by: str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(empty_label=gettext_lazy("All"), **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return getattr(qs, self.by)(value) if value not in (None, "") else qs


def is_year_or_unknown(text: str) -> bool:
    return text == UNDATED or is_year(text)


def is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and text > "1000"
