"""The steps in the life of a record, as the desk offers them, and what each asks before it is taken."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import actions
from publishing.admin.remarks import remark_field
from publishing.languages import direction, name_of_language
from publishing.models import Authorship, Publishable

STATES = Publishable.State


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value):
        moment = super().clean(value)
        if moment is not None and moment < timezone.now():
            told = _("That is in the past. Leave it empty to do it now.")
            raise ValidationError(_("That is in the past. Give a time to come.") if self.required else told)
        return moment


class Asking(forms.Form):
    """What a step asks before it is taken, of one record or of several."""

    required_css_class = "required"

    def __init__(self, *args, records, person, initial=None, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        self.ask(records, person)

    def ask(self, records, person):
        """Fields that depend on what the step is taken with, and by whom."""

    def arguments(self):
        return {}

    @property
    def remark(self):
        return self.cleaned_data.get("remark", "")


class SubmitForm(Asking):
    remark = remark_field(required=False, label=gettext_lazy("Remark for whoever reviews it"))


class ScheduleForm(Asking):
    at = MomentField(
        label=gettext_lazy("From when on (UTC)"),
        help_text=gettext_lazy("It becomes public at that time by itself: nobody has to press anything."),
    )

    def ask(self, records, person):
        moments = [record.published_at for record in records if record.state == STATES.SCHEDULED]
        self.fields["at"].initial = moments[0] if len(moments) == 1 else None

    def arguments(self):
        return {"at": self.cleaned_data["at"]}


class WithdrawForm(Asking):
    at = MomentField(
        required=False,
        label=gettext_lazy("At a later time (UTC)"),
        help_text=gettext_lazy("Empty means now. At a time that you give, it is withdrawn by itself."),
    )

    def ask(self, records, person):
        # Where one withdrawal is to come already, its time and its reason are changed.
        present = records[0] if len(records) == 1 else None
        self.fields["at"].initial = present and present.withdrawn_at
        for code in settings.MODELTRANSLATION_LANGUAGES:
            self.fields[f"reason_{code}"] = forms.CharField(
                max_length=500,
                required=code == "en",
                initial=getattr(present, f"withdrawal_reason_{code}", ""),
                label=_("Reason (%(language)s)") % {"language": name_of_language(code)},
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": direction(code)}),
                help_text=_("Public: shown at the record’s address.") if code == "en" else "",
            )

    def arguments(self):
        codes = settings.MODELTRANSLATION_LANGUAGES
        reasons = {code: self.cleaned_data[f"reason_{code}"] for code in codes}
        return {"reason": reasons, "at": self.cleaned_data["at"]}


class ReturnForm(Asking):
    remark = remark_field(
        label=gettext_lazy("What should be changed"),
        help_text=gettext_lazy("For the author, who finds it on the desk. Only staff read it."),
    )

    def ask(self, records, person):
        """Whoever takes back what they handed in themselves, or calls off a time, owes nobody a word."""
        handed_in = [record for record in records if record.state == STATES.IN_REVIEW]
        theirs = Authorship.objects.of_all(handed_in).exclude(submitted_by=None).exclude(submitted_by=person)
        self.fields["remark"].required = theirs.exists()


@dataclass(frozen=True)
class Step:
    """One step in the life of a record."""

    name: str
    label: str
    action: object
    form: type
    done: str
    from_states: tuple
    needs_publish: bool = True
    # What more must be true of the record.
    condition: Callable[[Publishable], bool] = lambda record: True

    def is_open_to(self, record):
        return record.state in self.from_states and self.condition(record)

    def label_for(self, record):
        return LABELS.get((self.name, record.state), self.label)

    def obstacle(self, record):
        """Why the step cannot be taken with the record; nothing if it can."""
        if self.is_open_to(record):
            return ""
        told = OBSTACLES.get((self.name, record.state)) or gettext_lazy("There is nothing to do.")
        return str(told)


def will_be_withdrawn(record):
    return record.is_public and record.withdrawn_at is not None


PUBLIC_ALREADY = gettext_lazy("It is public already.")
WAS_PUBLIC = gettext_lazy("It has been public: withdraw it instead.")
NEVER_PUBLIC = gettext_lazy("Visitors have not seen it: return it to draft instead.")
ALREADY_OUT = gettext_lazy("It is already published or scheduled.")
OBSTACLES = {
    ("submit", STATES.IN_REVIEW): gettext_lazy("It is in review already."),
    ("submit", STATES.SCHEDULED): ALREADY_OUT,
    ("submit", STATES.PUBLISHED): ALREADY_OUT,
    ("submit", STATES.WITHDRAWN): gettext_lazy("It was withdrawn: whoever publishes can publish it again."),
    ("publish", STATES.PUBLISHED): PUBLIC_ALREADY,
    ("schedule", STATES.PUBLISHED): PUBLIC_ALREADY,
    ("withdraw", STATES.DRAFT): gettext_lazy("Visitors have not seen it: it is a draft."),
    ("withdraw", STATES.IN_REVIEW): NEVER_PUBLIC,
    ("withdraw", STATES.SCHEDULED): NEVER_PUBLIC,
    ("withdraw", STATES.WITHDRAWN): gettext_lazy("It is withdrawn already."),
    ("draft", STATES.DRAFT): gettext_lazy("It is a draft already."),
    ("draft", STATES.PUBLISHED): WAS_PUBLIC,
    ("draft", STATES.WITHDRAWN): WAS_PUBLIC,
}
LABELS = {
    ("schedule", STATES.SCHEDULED): gettext_lazy("Change the time"),
    ("draft", STATES.SCHEDULED): gettext_lazy("Call off the publication"),
    ("publish", STATES.WITHDRAWN): gettext_lazy("Publish again"),
    ("schedule", STATES.WITHDRAWN): gettext_lazy("Publish again at a time to come"),
}
STEPS = {
    "submit": Step(
        "submit",
        gettext_lazy("Submit for review"),
        actions.submit,
        SubmitForm,
        gettext_lazy("It has been submitted: whoever publishes finds it on the desk."),
        (STATES.DRAFT,),
        needs_publish=False,
    ),
    "publish": Step(
        "publish",
        gettext_lazy("Publish now"),
        actions.publish,
        Asking,
        gettext_lazy("It is published: everybody can read it."),
        (STATES.DRAFT, STATES.IN_REVIEW, STATES.SCHEDULED, STATES.WITHDRAWN),
    ),
    "schedule": Step(
        "schedule",
        gettext_lazy("Publish at a time to come"),
        actions.publish,
        ScheduleForm,
        gettext_lazy("It is scheduled, and becomes public at that time by itself."),
        (STATES.DRAFT, STATES.IN_REVIEW, STATES.SCHEDULED, STATES.WITHDRAWN),
    ),
    "keep": Step(
        "keep",
        gettext_lazy("Keep public"),
        actions.publish,
        Asking,
        gettext_lazy("It stays public: the withdrawal has been called off."),
        (STATES.PUBLISHED,),
        condition=will_be_withdrawn,
    ),
    "withdraw": Step(
        "withdraw",
        gettext_lazy("Withdraw"),
        actions.withdraw,
        WithdrawForm,
        gettext_lazy("It is withdrawn, or will be at the time you gave."),
        (STATES.PUBLISHED,),
    ),
    "draft": Step(
        "draft",
        gettext_lazy("Return to draft"),
        actions.return_to_draft,
        ReturnForm,
        gettext_lazy("It is a draft again."),
        (STATES.IN_REVIEW, STATES.SCHEDULED),
        needs_publish=False,
    ),
}


SAVED_MEANWHILE = gettext_lazy("Somebody has saved this record meanwhile. Look at it again, then confirm.")


class OfOneRecord(forms.Form):
    """Says whether the record still is what was looked at."""

    record = None

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("revision") != self.record.revision:
            # The page below shows the record as it now is.
            self.data = {**self.data.dict(), "revision": self.record.revision}
            self.add_error(None, SAVED_MEANWHILE)
        return cleaned


def form_of_step(step, data, *, record, person):
    form_class = type("StepForm", (OfOneRecord, step.form), {"record": record})
    return form_class(data, records=[record], person=person, initial={"revision": record.revision})
