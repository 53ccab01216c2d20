"""What an entry of the audit log tells beyond who, when and what, in words."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.roles import ROLES

# The names by which `note()` is given them; one that is not here is shown as it is.
LABELS = {
    "account": pgettext_lazy("audit log", "account"),
    "active": pgettext_lazy("audit log", "account open"),
    "count": pgettext_lazy("audit log", "rows"),
    "created": pgettext_lazy("audit log", "created"),
    "deleted": pgettext_lazy("audit log", "had been deleted"),
    "filters": pgettext_lazy("audit log", "narrowed to"),
    "format": pgettext_lazy("audit log", "format"),
    "gained": pgettext_lazy("audit log", "gained"),
    "language": pgettext_lazy("audit log", "language"),
    "lost": pgettext_lazy("audit log", "lost"),
    "method": pgettext_lazy("audit log", "method"),
    "of": pgettext_lazy("audit log", "of a"),
    "moment": pgettext_lazy("audit log", "time"),
    "path": pgettext_lazy("audit log", "address"),
    "reason": pgettext_lazy("audit log", "reason"),
    "renamed": pgettext_lazy("audit log", "changed"),
    "roles": pgettext_lazy("audit log", "roles"),
    "source": pgettext_lazy("audit log", "source"),
    "superuser": pgettext_lazy("audit log", "may do everything"),
    "unchanged": pgettext_lazy("audit log", "unchanged"),
    "updated": pgettext_lazy("audit log", "changed"),
    "what": pgettext_lazy("audit log", "what"),
    "why": pgettext_lazy("audit log", "why"),
}
# Values that are words of ours.
WORDS = {
    "active": gettext_lazy("open"),
    "audit log": gettext_lazy("audit log"),
    "disabled": gettext_lazy("disabled"),
    "email": gettext_lazy("e-mail address"),
    "password": gettext_lazy("password"),
    "unknown": gettext_lazy("not known"),
    "username": gettext_lazy("user name"),
    "code": gettext_lazy("code of the second factor"),
    "invitation": gettext_lazy("invitation"),
    "invitation accepted": gettext_lazy("invitation accepted"),
    "mail to": gettext_lazy("link for another password"),
    "other sessions ended": gettext_lazy("signed out everywhere else"),
    "passkey": gettext_lazy("passkey"),
    "password changed": gettext_lazy("password changed"),
    "recovery codes generated": gettext_lazy("new recovery codes made"),
    "second factor reset": gettext_lazy("second factor reset"),
    "single sign-on: no such account": gettext_lazy("single sign-on: no account with that address"),
    "too many tries": gettext_lazy("too many tries"),
    "totp activated": gettext_lazy("authenticator app added"),
    "totp deactivated": gettext_lazy("authenticator app removed"),
    "webauthn added": gettext_lazy("passkey added"),
    "webauthn removed": gettext_lazy("passkey removed"),
    **{role.name: role.label for role in ROLES},
}


def in_words(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and value of each detail."""
    for name, value in details.items():
        yield str(LABELS.get(name, name.replace("_", " "))), _value(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{label}: {told}" for label, told in in_words(value))
    if isinstance(value, str):
        return str(WORDS[value]) if value in WORDS else _moment(value) or value
    return str(value)


def _moment(text: str) -> str:
    """As it is told elsewhere on the log, if it is one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return ""
    return _("%(moment)s UTC") % {"moment": date_format(moment.astimezone(UTC), "DATETIME_FORMAT")}
