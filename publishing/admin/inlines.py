"""Rows that belong to a record, edited with it."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.admin.choosing import ChoosesRecords
from publishing.forms import DeskForm, form_for
from publishing.languages import name_of_language
from publishing.models import TranslationState
from publishing.texts import labels_of_texts


class DeskInline(ChoosesRecords):
    """Part of its record: who may change the record may change, add and remove its rows.

    `follows` is the name of the fieldset below which they stand; without one they come after all.
    """

    form = DeskForm
    extra = 0
    follows = ""

    def __init__(self, parent_model, admin_site):
        self.form = form_for(self.model, self.form)
        super().__init__(parent_model, admin_site)

    def _may_change_record(self, request):
        options = self.parent_model._meta
        names = (f"{options.app_label}.{verb}_{options.model_name}" for verb in ("add", "change"))
        return any(request.user.has_perm(name) for name in names)

    def has_view_permission(self, request, obj=None):
        options = self.parent_model._meta
        may_view = request.user.has_perm(f"{options.app_label}.view_{options.model_name}")
        return may_view or self._may_change_record(request)

    def has_add_permission(self, request, obj=None):
        return self._may_change_record(request)

    def has_change_permission(self, request, obj=None):
        return self._may_change_record(request)

    def has_delete_permission(self, request, obj=None):
        return self._may_change_record(request)


class PartInline(DeskInline, admin.StackedInline):
    """For rows of several lines, such as texts in three languages."""


class RowInline(DeskInline, admin.TabularInline):
    """For rows that fit on one line."""

    classes = ["one-line"]


class TranslationForm(DeskForm):
    language = forms.ChoiceField(label=_("Language"))
    field = forms.ChoiceField(label=_("Text"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _original, *translations = settings.MODELTRANSLATION_LANGUAGES
        self.fields["language"].choices = [(code, capfirst(name_of_language(code))) for code in translations]
        self.fields["field"].choices = list(labels_of_texts(self.record_model).items())


class TranslationFormSet(BaseGenericInlineFormSet):
    def clean(self):
        """Django compares rows only where the form shows every column of the rule, and leaves the rest to
        the database."""
        super().clean()
        seen = set()
        for form in self.forms:
            text = form.cleaned_data.get("field"), form.cleaned_data.get("language")
            if None in text or self._should_delete_form(form):
                continue
            if text in seen:
                raise ValidationError(
                    _("“%(text)s” stands twice in %(language)s. Leave one row of the two."),
                    params={
                        "text": dict(form.fields["field"].choices)[text[0]],
                        "language": name_of_language(text[1]),
                    },
                    code="twice",
                )
            seen.add(text)

    def save_new(self, form, commit=True):
        state = super().save_new(form, commit=False)
        # Saving the record may have noted the same text just before: that its original was changed, too.
        noted = self.instance.translation_states.filter(field=state.field, language=state.language).first()
        if noted is not None:
            noted.status, state = state.status, noted
        else:
            state.original_revision = self.instance.revision
        state.made_from = state.original_revision
        state.save()
        return state

    def save_existing(self, form, obj, commit=True):
        """Saving the record may have moved the row's revisions since the form was read."""
        obj.refresh_from_db(fields=["made_from", "original_revision"])
        if obj.status == TranslationState.Status.CONFIRMED:
            obj.made_from = obj.original_revision
        return super().save_existing(form, obj, commit=commit)


class TranslationInline(DeskInline, GenericTabularInline):
    model = TranslationState
    form = TranslationForm
    formset = TranslationFormSet
    fields = ("field", "language", "status", "freshness")
    readonly_fields = ("freshness",)
    classes = ["one-line"]
    verbose_name_plural = _("translations: which are unofficial, which have been confirmed")

    def __init__(self, parent_model, admin_site):
        super().__init__(parent_model, admin_site)
        self.form = type("TranslationForm", (self.form,), {"record_model": parent_model})

    def get_fields(self, request, obj=None):
        """For those who may only read, in words."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ("text_shown", "language_shown", "status", "freshness")

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "text_shown", "language_shown")

    @admin.display(description=_("text"))
    def text_shown(self, state):
        return labels_of_texts(self.parent_model).get(state.field, state.field)

    @admin.display(description=_("language"))
    def language_shown(self, state):
        return capfirst(name_of_language(state.language))

    @admin.display(description=_("up to date"), boolean=True)
    def freshness(self, state):
        return not state.is_out_of_date
