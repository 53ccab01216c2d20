"""The steps in the life of a record, as the desk offers them, and what each asks before it is taken."""

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
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in settings.MODELTRANSLATION_LANGUAGES:
            self.fields[f"reason_{code}"] = forms.CharField(
                max_length=500,
                required=code == "en",
                label=_("Reason (%(language)s)") % {"language": name_of_language(code)},
                widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": direction(code)}),
                help_text=_("Public: shown at the record’s address.") if code == "en" else "",
            )

    def arguments(self):
        codes = settings.MODELTRANSLATION_LANGUAGES
        return {"reason": {code: self.cleaned_data[f"reason_{code}"] for code in codes}}


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
    "withdraw": Step(
        "withdraw",
        gettext_lazy("Withdraw"),
        actions.withdraw,
        WithdrawForm,
        gettext_lazy("It has been withdrawn."),
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
