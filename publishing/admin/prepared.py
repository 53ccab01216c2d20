"""The pages of a prepared edit, and the steps it takes."""

import reversion
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from publishing import pending as edits
from publishing.admin.kept import as_kept
from publishing.admin.pending import name_of, problems_in
from publishing.admin.previews import language_wanted
from publishing.admin.remarks import remark_field
from publishing.admin.replaying import Replay, is_saved, sent_again, shown_again
from publishing.admin.revisions import revision_of
from publishing.history import version_at
from publishing.languages import name_of_language
from publishing.models import PendingChange
from publishing.remarks import remark
from publishing.troubles import obstacle_in

EDITS_SHOWN = 50


class EditForm(forms.Form):
    """Confirms a step of the edit, and of the record, that was looked at."""

    required_css_class = "required"

    pending_revision = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, record, pending, **kwargs):
        self.seen = {"pending_revision": pending.revision, "revision": record.revision}
        super().__init__(*args, initial=self.seen, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if any(cleaned.get(name) != value for name, value in self.seen.items()):
            self.data = {**self.data.dict(), **self.seen}
            raise ValidationError(
                _("Something was saved meanwhile. Look at it again, then confirm."), code="stale"
            )
        return cleaned

    def look_again(self, record, pending):
        """The page below shows both as they now are."""
        self.data = {**self.data.dict(), "pending_revision": pending.revision, "revision": record.revision}


class SubmitEditForm(EditForm):
    remark = remark_field(required=False, label=gettext_lazy("Remark for whoever reviews it"))


class ReturnEditForm(EditForm):
    remark = remark_field(
        label=gettext_lazy("What should be changed"),
        help_text=gettext_lazy("For the author. Only staff read it."),
    )


class _NotReleasedError(Exception):
    """The form came back instead of being saved."""

    def __init__(self, problems):
        self.problems = problems


class PreparedPages:
    def prepared_pages(self):
        one = "prepared/<int:pending_id>"
        pages = [
            ("prepared", "prepared_list", self.prepared_list_view),
            (one, "prepared", self.prepared_view),
            (f"{one}/amend", "prepared_amend", self.prepared_amend_view),
            (f"{one}/submit", "prepared_submit", self.prepared_submit_view),
            (f"{one}/return", "prepared_return", self.prepared_return_view),
            (f"{one}/release", "prepared_release", self.prepared_release_view),
            (f"{one}/discard", "prepared_discard", self.prepared_discard_view),
            (f"{one}/take-up", "prepared_take_up", require_POST(self.prepared_take_up_view)),
        ]
        if self.detail_view:
            pages.append((f"{one}/preview", "prepared_preview", self.prepared_preview_view))
        return pages

    def pending_for(self, request, object_id, pending_id, *, only_open=True):
        """The record and its prepared edit, for somebody who may at least see the record."""
        record = self.record_for(request, object_id)
        rows = PendingChange.objects.of(record).with_names()
        pending = get_object_or_404(rows.filter(outcome="") if only_open else rows, pk=pending_id)
        # One row fewer to read, and the same object everywhere.
        pending.record = record
        return record, pending

    # To look at

    def prepared_list_view(self, request, object_id):
        record = self.record_for(request, object_id)
        rows = PendingChange.objects.of(record).with_names().defer("data")
        context = {
            "title": _("Prepared edits: %(record)s") % {"record": record},
            "open_edits": rows.open()[:EDITS_SHOWN],
            "closed_edits": rows.closed()[:EDITS_SHOWN],
        }
        return self._answer(request, "admin/prepared_list.html", record, context)

    def prepared_view(self, request, object_id, pending_id):
        record, pending = self.pending_for(request, object_id, pending_id, only_open=False)
        context = {
            "title": _("Prepared edit: %(record)s") % {"record": record},
            "may_amend": self.may_amend(request, record, pending),
            "may_release": self.may_release(request, record, pending),
            "trial": self.trial_of(request, record, pending) if pending.is_open else None,
        }
        return self._answer_edit(request, "admin/prepared.html", record, pending, context)

    def prepared_preview_view(self, request, object_id, pending_id):
        record, pending = self.pending_for(request, object_id, pending_id)
        language = language_wanted(request)
        shown = []
        problems, _conflict = self.try_prepared(
            request,
            record,
            pending,
            lambda changed: shown.append(self.detail_view.preview(request, changed, language)),
        )
        if not problems:
            return shown[0]
        for problem in problems:
            self.message_user(request, problem, messages.ERROR)
        return HttpResponseRedirect(self.page_of(record, "prepared", pending.pk))

    def prepared_amend_view(self, request, object_id, pending_id):
        """The form as it was kept, to go on with."""
        record, pending = self.pending_for(request, object_id, pending_id, only_open=False)
        if not self.may_amend(request, record, pending):
            raise PermissionDenied
        if not pending.is_open:
            return self._led_to_closed(request, record, pending)
        request.pending = pending
        return self.answer_kept(shown_again(request, pending.data), pending)

    # To do

    def prepared_submit_view(self, request, object_id, pending_id):
        def submit(record, pending, cleaned):
            self._remark(request, record, pending, cleaned["remark"])
            edits.submit_edit(pending=pending)

        return self._edit_step(
            request,
            object_id,
            pending_id,
            step="submit",
            form_class=SubmitEditForm,
            may=self.may_amend,
            take=submit,
            done=_("It has been submitted: whoever publishes finds it on the desk."),
        )

    def prepared_return_view(self, request, object_id, pending_id):
        def send_back(record, pending, cleaned):
            self._remark(request, record, pending, cleaned["remark"])
            edits.return_edit(pending=pending)

        return self._edit_step(
            request,
            object_id,
            pending_id,
            step="return",
            form_class=ReturnEditForm,
            may=self.may_release,
            take=send_back,
            done=_("It is back with its author, with your remark."),
        )

    def prepared_discard_view(self, request, object_id, pending_id):
        return self._edit_step(
            request,
            object_id,
            pending_id,
            step="discard",
            form_class=EditForm,
            may=self.may_amend,
            take=lambda record, pending, cleaned: edits.discard_edit(pending=pending, by=request.user),
            done=_("The prepared edit is thrown away. It can be taken up again from the list."),
            leads_to="prepared_list",
        )

    def prepared_release_view(self, request, object_id, pending_id):
        return self._edit_step(
            request,
            object_id,
            pending_id,
            step="release",
            form_class=EditForm,
            may=self.may_release,
            take=lambda record, pending, cleaned: self._release(request, record, pending),
            done=_("The prepared edit is released: the record now is as it would have it."),
            leads_to="change",
        )

    def prepared_take_up_view(self, request, object_id, pending_id):
        record, pending = self.pending_for(request, object_id, pending_id, only_open=False)
        if not self.may_amend(request, record, pending):
            raise PermissionDenied
        try:
            edits.take_up_again(pending=pending)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(self.page_of(record, "prepared_list"))
        self.message_user(request, _("The prepared edit is open again."), messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(record, "prepared", pending.pk))

    def _edit_step(
        self, request, object_id, pending_id, *, step, form_class, may, take, done, leads_to="prepared"
    ):
        """Asks first, then takes the step, if edit and record still are what was looked at."""
        record, pending = self.pending_for(request, object_id, pending_id, only_open=False)
        if not may(request, record, pending):
            raise PermissionDenied
        if not pending.is_open:
            return self._led_to_closed(request, record, pending)
        form = form_class(as_kept(request).POST or None, record=record, pending=pending)
        if request.method == "POST" and form.is_valid():
            try:
                with revision_of(request):
                    take(record, pending, form.cleaned_data)
            except _NotReleasedError as error:
                form.add_error(None, error.problems)
            except ValidationError as error:
                form.add_error(None, error.messages)
            except (IntegrityError, OperationalError) as error:
                form.add_error(None, obstacle_in(error, _("It does not go together with what is saved now.")))
            else:
                self.message_user(request, done, messages.SUCCESS)
                more = [pending.pk] if leads_to == "prepared" else []
                return HttpResponseRedirect(self.page_of(record, leads_to, *more))
            record, pending = self.pending_for(request, object_id, pending_id, only_open=False)
            form.look_again(record, pending)
        if not pending.is_open:
            return self._led_to_closed(request, record, pending)
        context = {
            "title": self._title_of_step(step, record),
            "step": step,
            "form": form,
            "trial": self.trial_of(request, record, pending),
        }
        return self._answer_edit(request, "admin/prepared_step.html", record, pending, context)

    def _led_to_closed(self, request, record, pending):
        message = _("Somebody has released it or thrown it away meanwhile: there is nothing to do.")
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(self.page_of(record, "prepared", pending.pk))

    def _title_of_step(self, step, record):
        titles = {
            "submit": _("Submit the prepared edit: %(record)s"),
            "return": _("Return the prepared edit: %(record)s"),
            "release": _("Release the prepared edit: %(record)s"),
            "discard": _("Throw the prepared edit away: %(record)s"),
        }
        return titles[step] % {"record": record}

    def _release(self, request, record, pending):
        """Send the form for real. Either all of it is written and the edit closed, or nothing is."""
        # Held from here on, so that what was looked at is what is released.
        current = self.model._base_manager.select_for_update().get(pk=record.pk)
        if current.revision != record.revision:
            raise edits.StalePendingChangeError
        response = self.answer_kept(sent_again(request, pending.data, Replay(is_trial=False)), pending)
        if not is_saved(response):
            raise _NotReleasedError(problems_in(response))
        told = _("Edit prepared by %(author)s, released") % {"author": name_of(pending.author)}
        reversion.set_comment(told)
        edits.release_edit(pending=pending, by=request.user)

    def _remark(self, request, record, pending, text):
        if text:
            remark(record=record, pending=pending, text=text, by=request.user)

    def _answer_edit(self, request, template, record, pending, context):
        base = version_at(record, pending.opened_revision)
        context = {
            "pending": pending,
            "language_name": name_of_language(pending.language) if pending.language else "",
            "began_with": base.revision if base and pending.opened_revision != record.revision else None,
            "is_before_the_public": self.is_before_the_public(record),
            "remarks": pending.remarks.with_names(),
            "preview_languages": settings.MODELTRANSLATION_LANGUAGES if self.detail_view else (),
            **context,
        }
        return self._answer(request, template, record, context)
