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
from publishing.languages import direction, name_of_language
from publishing.models import Publishable


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value):
        moment = super().clean(value)
        if moment is not None and moment < timezone.now():
            raise ValidationError(_("That is in the past. Leave it empty to do it now."))
        return moment


class StepForm(forms.Form):
    required_css_class = "required"

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, record, **kwargs):
        self.record = record
        super().__init__(*args, initial={"revision": record.revision}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("revision") != self.record.revision:
            # The page below shows the record as it now is.
            self.data = {**self.data.dict(), "revision": self.record.revision}
            self.add_error(
                None, _("Somebody has saved this record meanwhile. Look at it again, then confirm.")
            )
        return cleaned

    def arguments(self):
        return {}


class PublishForm(StepForm):
    at = MomentField(
        required=False,
        label=gettext_lazy("At a later time (UTC)"),
        help_text=gettext_lazy("Empty means now. At a time that you give, it becomes public by itself."),
    )

    def arguments(self):
        return {"at": self.cleaned_data["at"]}


class WithdrawForm(StepForm):
    at = MomentField(
        required=False,
        label=gettext_lazy("At a later time (UTC)"),
        help_text=gettext_lazy("Empty means now. At a time that you give, it is withdrawn by itself."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Where a withdrawal is to come already, its time and its reason are changed.
        self.fields["at"].initial = self.record.withdrawn_at
        for code in settings.MODELTRANSLATION_LANGUAGES:
            self.fields[f"reason_{code}"] = forms.CharField(
                max_length=500,
                required=code == "en",
                initial=getattr(self.record, f"withdrawal_reason_{code}"),
                label=_("Reason (%(language)s)") % {"language": name_of_language(code)},
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": direction(code)}),
                help_text=_("Public: shown at the record’s address.") if code == "en" else "",
            )

    def arguments(self):
        codes = settings.MODELTRANSLATION_LANGUAGES
        reasons = {code: self.cleaned_data[f"reason_{code}"] for code in codes}
        return {"reason": reasons, "at": self.cleaned_data["at"]}


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


def will_be_withdrawn(record):
    return record.is_public and record.withdrawn_at is not None


STATES = Publishable.State
STEPS = {
    "submit": Step(
        "submit",
        gettext_lazy("Submit for review"),
        actions.submit,
        StepForm,
        gettext_lazy("It has been submitted: whoever publishes finds it on the desk."),
        (STATES.DRAFT,),
        needs_publish=False,
    ),
    "publish": Step(
        "publish",
        gettext_lazy("Publish"),
        actions.publish,
        PublishForm,
        gettext_lazy("It is published, or will be at the time you gave."),
        (STATES.DRAFT, STATES.IN_REVIEW, STATES.SCHEDULED, STATES.WITHDRAWN),
    ),
    "keep": Step(
        "keep",
        gettext_lazy("Keep public"),
        actions.publish,
        StepForm,
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
        StepForm,
        gettext_lazy("It is a draft again."),
        (STATES.IN_REVIEW, STATES.SCHEDULED),
        needs_publish=False,
    ),
}
