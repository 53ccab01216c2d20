import re
from functools import reduce
from operator import and_

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.dates import FIRST_YEAR, LAST_YEAR
from publishing.languages import columns_of, name_of_language
from publishing.models import Publishable, TranslationState
from publishing.querysets import is_published, is_withdrawn

ORIGINAL, *TRANSLATIONS = settings.MODELTRANSLATION_LANGUAGES


def in_state(queryset, state):
    """The rule of `Publishable.state` for many rows."""
    states = Publishable.State
    conditions = {
        states.DRAFT: Q(published_at=None, submitted_at=None),
        states.IN_REVIEW: Q(published_at=None, submitted_at__isnull=False),
        states.SCHEDULED: Q(published_at__gt=Now()),
        states.PUBLISHED: is_published(),
        states.WITHDRAWN: is_withdrawn(),
    }
    return queryset.filter(conditions[state])


def lacking(queryset, field, language):
    """Records that have the text, and not in that language."""
    empty = {column: Q(**{column: None}) | Q(**{column: ""}) for column in columns_of(field)}
    in_none = reduce(and_, empty.values())
    return queryset.filter(empty[f"{field}_{language}"]).exclude(in_none)


def with_translations(queryset, condition):
    """Records with a translation of that kind."""
    kind = ContentType.objects.get_for_model(queryset.model)
    states = TranslationState.objects.filter(condition, content_type=kind)
    return queryset.filter(pk__in=states.values("object_id"))


UNOFFICIAL = Q(status=TranslationState.Status.UNOFFICIAL)
OUT_OF_DATE = Q(made_from__lt=F("original_revision"))


class DeskFilter(admin.SimpleListFilter):
    """What it does not offer leads to the whole list."""

    def queryset(self, request, queryset):
        value = self.value()
        if not value:
            return queryset
        if not self.knows(value):
            raise IncorrectLookupParameters
        return self.narrowed(queryset, value)

    def knows(self, value):
        return value in dict(self.lookup_choices)

    def narrowed(self, queryset, value):
        raise NotImplementedError


class StateFilter(DeskFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Publishable.State.choices

    def narrowed(self, queryset, value):
        return in_state(queryset, value)


class LanguageFilter(DeskFilter):
    """By the language in which the main text is missing."""

    title = gettext_lazy("missing language")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [(code, name_of_language(code)) for code in TRANSLATIONS]

    def narrowed(self, queryset, value):
        return lacking(queryset, self.main_text, value)

    def __init__(self, request, params, model, model_admin):
        self.main_text = model_admin.main_text
        super().__init__(request, params, model, model_admin)


class TranslationFilter(DeskFilter):
    title = gettext_lazy("translations")
    parameter_name = "translations"

    def lookups(self, request, model_admin):
        unofficial = [
            (
                f"unofficial-{code}",
                _("unofficial: %(language)s") % {"language": name_of_language(code)},
            )
            for code in TRANSLATIONS
        ]
        return [("unofficial", _("unofficial")), *unofficial, ("out-of-date", _("out of date"))]

    def narrowed(self, queryset, value):
        if value == "out-of-date":
            return with_translations(queryset, OUT_OF_DATE)
        language = value.removeprefix("unofficial").removeprefix("-")
        condition = UNOFFICIAL & Q(language=language) if language else UNOFFICIAL
        return with_translations(queryset, condition)


class YearFilter(DeskFilter):
    """For querysets with `years()` and `in_year()`."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        return [(str(year), str(year)) for year in model_admin.model.objects.years()]

    def knows(self, value):
        """Also a year of which there is nothing, such as one kept in a bookmark."""
        is_year = re.fullmatch(r"\d{4}", value, flags=re.ASCII)
        return bool(is_year) and FIRST_YEAR <= int(value) <= LAST_YEAR

    def narrowed(self, queryset, value):
        return queryset.in_year(value)
