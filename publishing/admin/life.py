"""Draft, review, publication, withdrawal: buttons that call `publishing.actions`, each after a look."""

from contextlib import nullcontext

import reversion
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.base import RecordAdmin
from publishing.admin.beside import REMARKS_TOLD
from publishing.admin.bulk import BULK, TakesSeveral
from publishing.admin.buttons import button_of_step, readers_in_words
from publishing.admin.filters import LanguageFilter, StateFilter, TranslationFilter
from publishing.admin.kept import as_kept
from publishing.admin.revisions import revision_of
from publishing.admin.steps import STATES, STEPS, form_of_step, will_be_withdrawn
from publishing.languages import name_of_language, text_in
from publishing.models import Publishable, Remark, TranslationState
from publishing.remarks import remark

PUBLICATION = (gettext_lazy("Publication"), {"fields": ["state_shown", "published_at", "submitted_at"]})


class PublishableAdmin(TakesSeveral, RecordAdmin):
    has_drafts = True
    actions = list(BULK)

    def is_before_the_public(self, record):
        """Also what will be so by itself, and what was withdrawn: its notice may tell its title."""
        return record.published_at is not None

    def get_list_filter(self, request):
        return [StateFilter, *self.list_filter, LanguageFilter, TranslationFilter, "confidence"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "state_shown", "published_at", "submitted_at"]

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, record):
        state = Publishable.State(record.state)
        reason = text_in(record, "withdrawal_reason").value
        if state == STATES.WITHDRAWN:
            return _("withdrawn: %(reason)s") % {"reason": reason}
        if will_be_withdrawn(record):
            moment = date_format(localtime(record.withdrawn_at), "DATETIME_FORMAT")
            told = _("published, to be withdrawn on %(moment)s: %(reason)s")
            return told % {"moment": moment, "reason": reason}
        return state.label

    @admin.display(description=gettext_lazy("state"), ordering="published_at")
    def state_column(self, record):
        return Publishable.State(record.state).label

    def get_view_on_site_url(self, obj=None):
        return obj.page_address() if obj is not None and obj.is_public else None

    # The form

    def steps_for(self, request, record):
        if not self.has_change_permission(request, record):
            return []
        return [step for step in STEPS.values() if self.may_take(request, record, step)]

    def may_take(self, request, record, step):
        if not (step.is_open_to(record) and self.has_change_permission(request, record)):
            return False
        needs_publish = step.needs_publish or record.state == STATES.SCHEDULED
        return self.has_publish_permission(request, record) or not needs_publish

    def way_to_withdraw(self, request, record):
        return self.page_of(record, "withdraw") if self.may_take(request, record, STEPS["withdraw"]) else ""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        record = obj or self.model()
        # While an edit is prepared, the record itself takes no step.
        steps = [] if getattr(request, "pending", None) else self.steps_for(request, record)
        context["steps"] = steps
        context["step_buttons"] = [button_of_step(step, record, self.main_text) for step in steps]
        if obj is not None:
            context["state_label"] = self.state_shown(obj)
            is_scheduled = obj.state == STATES.SCHEDULED
            context["goes_out_on"] = obj.published_at if is_scheduled else None
            context["may_reschedule"] = self.may_take(request, obj, STEPS["schedule"])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._next_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._next_step(request, obj) or super().response_change(request, obj)

    def _next_step(self, request, record):
        """The button that saved the form may lead on to a step; that page asks before anything happens."""
        name = next((name for name in STEPS if f"_{name}" in request.POST), None)
        if name is None or not self.may_take(request, record, STEPS[name]):
            return None
        self.message_user(request, _("Your changes are saved."), messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(record, name))

    # The steps

    def own_pages(self):
        return [
            *super().own_pages(),
            *((name, name, self._step_view(step)) for name, step in STEPS.items()),
        ]

    def _step_view(self, step):
        def view(request, object_id):
            return self.step_view(request, object_id, step)

        return view

    def step_view(self, request, object_id, step):
        with revision_of(request) if request.method == "POST" else nullcontext():
            record = self.record_for(request, object_id)
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            if not step.is_open_to(record):
                message = _("It is %(state)s: there is nothing to do.") % {
                    "state": STATES(record.state).label
                }
                self.message_user(request, message, messages.WARNING)
                return HttpResponseRedirect(self.page_of(record))
            if not self.may_take(request, record, step):
                raise PermissionDenied
            data = as_kept(request).POST or None
            form = form_of_step(step, data, record=record, person=request.user)
            if request.method == "POST" and form.is_valid() and self._take(request, record, step, form):
                return HttpResponseRedirect(self.page_of(record))
            return self._ask(request, record, step, form)

    def _take(self, request, record, step, form):
        try:
            step.action(record=record, **form.arguments())
            if form.remark:
                remark(record=record, text=form.remark, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        self.log_change(request, record, reversion.get_comment())
        self.message_user(request, step.done, messages.SUCCESS)
        return True

    def _ask(self, request, record, step, form):
        context = {
            "title": _("%(step)s: %(record)s") % {"step": step.label_for(record), "record": record},
            "step": step,
            "step_label": step.label_for(record),
            "readers": readers_in_words(record, self.main_text),
            "goes_out_on": record.published_at if record.state == STATES.SCHEDULED else None,
            "remarks": Remark.objects.of(record).open().with_names()[:REMARKS_TOLD],
            "form": form,
            "shows_readers": step.name in {"submit", "publish", "schedule"},
            "languages": self.what_visitors_read(record),
            "address": settings.SITE_URL + record.page_address(),
            "preview_languages": settings.MODELTRANSLATION_LANGUAGES if self.detail_view else (),
        }
        return self._answer(request, "admin/record_step.html", record, context)

    def what_visitors_read(self, record):
        """For each language: the main text as shown, and what is missing or unofficial."""
        unofficial = TranslationState.Status.UNOFFICIAL
        states = list(record.translation_states.all())
        return [
            {
                "code": code,
                "name": name_of_language(code),
                "text": text_in(record, self.main_text, code),
                "is_missing": text_in(record, self.main_text, code).is_fallback,
                "unofficial": sum(
                    1 for state in states if state.language == code and state.status == unofficial
                ),
                "out_of_date": sum(1 for state in states if state.language == code and state.is_out_of_date),
            }
            for code in settings.MODELTRANSLATION_LANGUAGES
        ]
