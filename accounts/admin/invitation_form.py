"""Whom to invite, and in which language to write to them."""

from django import forms
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.person_form import RolesField
from accounts.backends import account_named
from accounts.models import User


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())


class InvitationForm(LanguageForm):
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=150,
        help_text=_("It is also the name that your colleague signs in with."),
    )
    roles = RolesField()

    field_order = ["first_name", "last_name", "email", "roles", "language"]

    def clean_email(self):
        email = self.cleaned_data["email"]
        try:
            UnicodeUsernameValidator()(email)
        except ValidationError as error:
            raise ValidationError(
                gettext("An address to sign in with has letters, digits and @ . + - _ alone.")
            ) from error
        if User.objects.filter(email__iexact=email).exists() or account_named(email) is not None:
            raise ValidationError(gettext("There is an account with this address."))
        return email

    def person(self):
        data = self.cleaned_data
        return {
            "first_name": data["first_name"],
            "last_name": data["last_name"],
            "email": data["email"],
            "username": data["email"].lower(),
            "roles": data["roles"],
        }
