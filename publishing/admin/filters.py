from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.languages import name_of_language
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
    """Records without the text in that language."""
    column = f"{field}_{language}"
    return queryset.filter(Q(**{column: None}) | Q(**{column: ""}))


def with_translations(queryset, condition):
    """Records with a translation of that kind."""
    kind = ContentType.objects.get_for_model(queryset.model)
    states = TranslationState.objects.filter(condition, content_type=kind)
    return queryset.filter(pk__in=states.values("object_id"))


UNOFFICIAL = Q(status=TranslationState.Status.UNOFFICIAL)
OUT_OF_DATE = Q(made_from__lt=F("original_revision"))


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Publishable.State.choices

    def queryset(self, request, queryset):
        return in_state(queryset, self.value()) if self.value() else queryset


class LanguageFilter(admin.SimpleListFilter):
    """By the language in which the main text is missing."""

    title = gettext_lazy("missing language")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [(code, name_of_language(code)) for code in TRANSLATIONS]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return lacking(queryset, self.main_text, self.value())

    def __init__(self, request, params, model, model_admin):
        self.main_text = model_admin.main_text
        super().__init__(request, params, model, model_admin)


class TranslationFilter(admin.SimpleListFilter):
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

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if self.value() == "out-of-date":
            return with_translations(queryset, OUT_OF_DATE)
        language = self.value().removeprefix("unofficial").removeprefix("-")
        condition = UNOFFICIAL & Q(language=language) if language else UNOFFICIAL
        return with_translations(queryset, condition)


class YearFilter(admin.SimpleListFilter):
    """For querysets with `years()` and `in_year()`."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        return [(str(year), str(year)) for year in model_admin.model.objects.years()]

    def queryset(self, request, queryset):
        return queryset.in_year(self.value()) if self.value() else queryset
