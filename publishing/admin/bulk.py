"""Steps taken with several records at once, after a page that tells of each what will be done, or why not."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import actions
from publishing.admin.filters import OUT_OF_DATE, UNOFFICIAL
from publishing.admin.steps import STATES, STEPS, Asking
from publishing.labelled import labelled
from publishing.models import TranslationState
from publishing.remarks import remark

DONE_AT_ONCE = 200


@dataclass
class Row:
    """One of the records that were chosen: what becomes of it, or why nothing does."""

    record: object
    state: str
    obstacle: str = ""


class BulkStep:
    """One of the steps of a record's life, with several."""

    def __init__(self, step, label, told):
        self.step, self.label, self.told = step, label, told
        self.form = step.form

    def obstacles(self, model_admin, request, records):
        """Record → why it cannot be done with it."""
        return {record.pk: self._obstacle(model_admin, request, record) for record in records}

    def _obstacle(self, model_admin, request, record):
        if not self.step.is_open_to(record):
            return self.step.obstacle(record)
        if not model_admin.may_take(request, record, self.step):
            return _("That is for those who may publish.")
        return ""

    def take(self, record, arguments):
        self.step.action(record=record, **arguments)


class BulkConfirmation:
    """The translations of one language, of several records, have been read and are right."""

    form = Asking

    def __init__(self, language, label, told):
        self.language, self.label, self.told = language, label, told

    def obstacles(self, model_admin, request, records):
        kind = ContentType.objects.get_for_model(model_admin.model)
        states = TranslationState.objects.filter(
            UNOFFICIAL | OUT_OF_DATE,
            content_type=kind,
            object_id__in=[record.pk for record in records],
            language=self.language,
        )
        open_ones = set(states.values_list("object_id", flat=True))
        return {
            record.pk: self._obstacle(model_admin, request, record, is_open=record.pk in open_ones)
            for record in records
        }

    def _obstacle(self, model_admin, request, record, *, is_open):
        if not is_open:
            return _("There is nothing to confirm.")
        if model_admin.must_prepare(request, record):
            return _("It is before the public: that is for those who may publish.")
        return ""

    def take(self, record, arguments):
        actions.confirm_translations(record=record, language=self.language)


BULK = {
    "submit_selected": BulkStep(
        STEPS["submit"],
        gettext_lazy("Submit for review"),
        gettext_lazy("Nobody but staff sees them. They appear on the desk as waiting for review."),
    ),
    "publish_selected": BulkStep(
        STEPS["publish"],
        gettext_lazy("Publish now"),
        gettext_lazy(
            "Everybody can read them from now on: on their pages, in lists, calendars and searches, and in "
            "the data that other sites fetch."
        ),
    ),
    "schedule_selected": BulkStep(
        STEPS["schedule"],
        gettext_lazy("Publish at a time to come"),
        gettext_lazy("Nobody but staff sees them until then; from then on everybody does, by itself."),
    ),
    "withdraw_selected": BulkStep(
        STEPS["withdraw"],
        gettext_lazy("Withdraw"),
        gettext_lazy(
            "Visitors then see at their addresses only that they were withdrawn, when and why. They leave "
            "all lists, calendars, searches and data."
        ),
    ),
    "return_selected": BulkStep(
        STEPS["draft"],
        gettext_lazy("Return to draft"),
        gettext_lazy("Nobody but staff sees them, and they are not published by themselves any more."),
    ),
    "confirm_french": BulkConfirmation(
        "fr",
        gettext_lazy("Confirm the French translations"),
        gettext_lazy("Say that somebody has read them against the original and that they are right."),
    ),
    "confirm_arabic": BulkConfirmation(
        "ar",
        gettext_lazy("Confirm the Arabic translations"),
        gettext_lazy("Say that somebody has read them against the original and that they are right."),
    ),
}


class TakesSeveral:
    """For the admin of records with a life of their own."""

    @admin.action(description=gettext_lazy("Submit for review …"), permissions=["change"])
    def submit_selected(self, request, queryset):
        return self.take_several(request, queryset, "submit_selected")

    @admin.action(description=gettext_lazy("Publish now …"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        return self.take_several(request, queryset, "publish_selected")

    @admin.action(description=gettext_lazy("Publish at a time to come …"), permissions=["publish"])
    def schedule_selected(self, request, queryset):
        return self.take_several(request, queryset, "schedule_selected")

    @admin.action(description=gettext_lazy("Withdraw …"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        return self.take_several(request, queryset, "withdraw_selected")

    @admin.action(description=gettext_lazy("Return to draft …"), permissions=["change"])
    def return_selected(self, request, queryset):
        return self.take_several(request, queryset, "return_selected")

    @admin.action(description=gettext_lazy("Confirm the French translations …"), permissions=["translate_fr"])
    def confirm_french(self, request, queryset):
        return self.take_several(request, queryset, "confirm_french")

    @admin.action(description=gettext_lazy("Confirm the Arabic translations …"), permissions=["translate_ar"])
    def confirm_arabic(self, request, queryset):
        return self.take_several(request, queryset, "confirm_arabic")

    def has_translate_fr_permission(self, request, obj=None):
        return request.user.has_perm("publishing.translate_fr")

    def has_translate_ar_permission(self, request, obj=None):
        return request.user.has_perm("publishing.translate_ar")

    def take_several(self, request, queryset, name):
        bulk = BULK[name]
        records = list(queryset[: DONE_AT_ONCE + 1])
        if len(records) > DONE_AT_ONCE:
            told = _("More than %(limit)s are selected: do it in smaller groups. Nothing was done.")
            self.message_user(request, told % {"limit": DONE_AT_ONCE}, messages.ERROR)
            return None
        obstacles = bulk.obstacles(self, request, records)
        rows = [Row(record, self._state_of(record), obstacles[record.pk]) for record in records]
        able = [row.record for row in rows if not row.obstacle]
        is_sent = "confirmed" in request.POST
        form = bulk.form(request.POST if is_sent else None, records=able, person=request.user)
        if is_sent and form.is_valid():
            self._take_each(request, bulk, able, form, refused=len(rows) - len(able))
            return None
        return self._ask_several(request, name, bulk, rows, form)

    def _state_of(self, record):
        return STATES(record.state).label

    def _ask_several(self, request, name, bulk, rows, form):
        context = {
            "title": bulk.label,
            "name": name,
            "bulk": bulk,
            "able": [row for row in rows if not row.obstacle],
            "unable": [row for row in rows if row.obstacle],
            "form": form,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "here": request.get_full_path(),
        }
        return self._answer(request, "admin/record_bulk.html", None, context)

    def _take_each(self, request, bulk, records, form, *, refused):
        """One by one; what cannot be done is told and hinders nothing else."""
        done = 0
        for record in records:
            if request.POST.get(f"revision-{record.pk}") != str(record.revision):
                told = _("%(record)s: somebody has saved it meanwhile. Look at it again.")
                self.message_user(request, told % {"record": record}, messages.ERROR)
                continue
            try:
                bulk.take(record, form.arguments())
            except ValidationError as error:
                self.message_user(request, labelled(record, " ".join(error.messages)), messages.ERROR)
                continue
            if form.remark:
                remark(record=record, text=form.remark, by=request.user)
            done += 1
        message = ngettext("%(count)s record done.", "%(count)s records done.", done) % {"count": done}
        self.message_user(request, message, messages.SUCCESS if done else messages.WARNING)
        if refused:
            told = ngettext(
                "%(count)s stays as it is: it could not be done.",
                "%(count)s stay as they are: it could not be done.",
                refused,
            )
            self.message_user(request, told % {"count": refused}, messages.INFO)
