"""Short lists stored as JSON: web addresses typed one on each line, and choices ticked."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Because the default is a function, Django would send the earlier value along and compare with that.
KNOWN_BY_THE_FORM = {"show_hidden_initial": False}

has_no_null_character = ProhibitNullCharactersValidator()
is_web_address = URLValidator(schemes=["http", "https"])


def validate_addresses(addresses: Any) -> None:
    if not isinstance(addresses, list):
        raise ValidationError(_("Give the addresses as a list."))
    for address in addresses:
        try:
            has_no_null_character(address)
            is_web_address(address)
        except ValidationError as error:
            raise ValidationError(
                _("“%(address)s” is not a web address: begin it with https:// and leave out spaces."),
                params={"address": address},
            ) from error


def host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


class AddressListFormField(forms.CharField):
    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        for option in ("encoder", "decoder"):
            kwargs.pop(option, None)
        super().__init__(**kwargs)
        self.widget.attrs.update({"rows": 3, "dir": "ltr", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        super().validate(value)
        validate_addresses(value)

    def run_validators(self, value: Any) -> None:
        """The validators of a text field do not fit a list; `validate` has checked it."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class AddressListField(models.JSONField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        if validate_addresses not in self.validators:
            self.validators = [*self.validators, validate_addresses]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AddressListFormField, **KNOWN_BY_THE_FORM, **kwargs})


class ChoiceListFormField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        for option in ("encoder", "decoder"):
            kwargs.pop(option, None)
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or []) != sorted(data or [])


class ChoiceListField(models.JSONField):
    """Any number of values out of `choices` (a TextChoices)."""

    def __init__(self, *args: Any, choices: Any = (), **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        self.allowed = choices
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = [choice for choice, _label in self._pairs()]
        for item in value or []:
            if item not in known:
                raise ValidationError(_("“%(value)s” is not among the choices."), params={"value": item})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{
                "form_class": ChoiceListFormField,
                "choices": self._pairs(),
                "required": False,
                **KNOWN_BY_THE_FORM,
                **kwargs,
            }
        )

    def _pairs(self) -> list[tuple[str, Any]]:
        return list(getattr(self.allowed, "choices", self.allowed))
