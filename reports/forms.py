import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.addresses import path_of
from reports.models import ProblemReport

LONGEST_MESSAGE = 10_000


class PlainTextField(forms.CharField):
    """Line ends as one character, as browsers count them; and nothing that controls a terminal."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(
            "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
        )


class ReportForm(forms.Form):
    page = forms.CharField(
        label=_("Address of the page"),
        error_messages={"required": _("Say which page it is: copy its address from the top of the browser.")},
    )
    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ProblemReport.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong; “Something else” is an answer, too.")},
    )
    message = PlainTextField(
        label=_("Describe it"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea,
        error_messages={
            "required": _("Describe what is wrong, so that we can find it."),
            "max_length": _("This has %(show_value)s characters; the most is %(limit_value)s. Shorten it."),
        },
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Write the address in full, such as name@example.org, or leave the box empty.")
        },
    )
    # Hidden: see `forged.py`.
    moment = forms.CharField(required=False, max_length=200)
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, hosts: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = hosts

    def clean_page(self) -> str:
        path = path_of(self.cleaned_data["page"], self.hosts)
        if not path:
            raise ValidationError(
                _("This is no address of a page of this site. It begins with a slash, such as /en/events/.")
            )
        return path

    def clean_website(self) -> None:
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("Leave the last box empty: it is there for programs that fill in every box.")
            )
