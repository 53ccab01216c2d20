"""What an entry of the audit log tells beyond who, when and what, in words."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.roles import ROLES

# The names by which `note()` is given them; one that is not here is shown as it is.
LABELS = {
    "account": pgettext_lazy("audit log", "account"),
    "active": pgettext_lazy("audit log", "account open"),
    "added": pgettext_lazy("audit log", "added"),
    "backup": pgettext_lazy("audit log", "backup"),
    "changed": pgettext_lazy("audit log", "changed"),
    "count": pgettext_lazy("audit log", "rows"),
    "created": pgettext_lazy("audit log", "created"),
    "deleted": pgettext_lazy("audit log", "had been deleted"),
    "filters": pgettext_lazy("audit log", "narrowed to"),
    "format": pgettext_lazy("audit log", "format"),
    "gained": pgettext_lazy("audit log", "gained"),
    "kept": pgettext_lazy("audit log", "kept texts mended"),
    "kept_as": pgettext_lazy("audit log", "what was there is kept as"),
    "language": pgettext_lazy("audit log", "language"),
    "lost": pgettext_lazy("audit log", "lost"),
    "method": pgettext_lazy("audit log", "method"),
    "moment": pgettext_lazy("audit log", "time"),
    "of": pgettext_lazy("audit log", "of what"),
    "operator": pgettext_lazy("audit log", "on the server as"),
    "path": pgettext_lazy("audit log", "address"),
    "people": pgettext_lazy("audit log", "people mended"),
    "prepared_by": pgettext_lazy("audit log", "prepared by"),
    "prepared_edit": pgettext_lazy("audit log", "number of the edit"),
    "reader": pgettext_lazy("audit log", "for"),
    "reason": pgettext_lazy("audit log", "reason"),
    "renamed": pgettext_lazy("audit log", "changed"),
    "roles": pgettext_lazy("audit log", "roles"),
    "rows_of": pgettext_lazy("audit log", "rows of"),
    "source": pgettext_lazy("audit log", "source"),
    "state_of": pgettext_lazy("audit log", "as it was at"),
    "states": pgettext_lazy("audit log", "earlier states mended"),
    "superuser": pgettext_lazy("audit log", "may do everything"),
    "texts": pgettext_lazy("audit log", "texts mended"),
    "until": pgettext_lazy("audit log", "last day"),
    "undone": pgettext_lazy("audit log", "taken back"),
    "updated": pgettext_lazy("audit log", "changed"),
    "what": pgettext_lazy("audit log", "what"),
    "why": pgettext_lazy("audit log", "why"),
}
# Values that are words of ours.
WORDS = {
    "active": pgettext_lazy("audit log", "open"),
    "audit log": pgettext_lazy("audit log", "audit log"),
    "code": pgettext_lazy("audit log", "code of the second factor"),
    "database brought back by PostgreSQL’s own means": pgettext_lazy(
        "audit log", "database brought back by PostgreSQL’s own means"
    ),
    "dealt with": pgettext_lazy("audit log", "dealt with"),
    "contact": pgettext_lazy("audit log", "contact"),
    "disabled": pgettext_lazy("audit log", "disabled"),
    "email": pgettext_lazy("audit log", "e-mail address"),
    "expires_on": pgettext_lazy("audit log", "last day"),
    "handover dossier": pgettext_lazy("audit log", "handover dossier"),
    "name": pgettext_lazy("audit log", "whose it is"),
    "invitation accepted": pgettext_lazy("audit log", "invitation accepted"),
    "opened again": pgettext_lazy("audit log", "opened again"),
    "other sessions ended": pgettext_lazy("audit log", "other sessions ended"),
    "passkey": pgettext_lazy("audit log", "passkey"),
    "password": pgettext_lazy("audit log", "password"),
    "password changed": pgettext_lazy("audit log", "password changed"),
    "purpose": pgettext_lazy("audit log", "purpose"),
    "password link sent": pgettext_lazy("audit log", "link to set a new password"),
    "recovery codes generated": pgettext_lazy("audit log", "new recovery codes"),
    "second factor reset": pgettext_lazy("audit log", "second factor reset"),
    "single sign-on: no such account": pgettext_lazy("audit log", "single sign-on: no such account"),
    "too many tries": pgettext_lazy("audit log", "too many tries"),
    "totp activated": pgettext_lazy("audit log", "authenticator app added"),
    "totp deactivated": pgettext_lazy("audit log", "authenticator app removed"),
    "unknown": pgettext_lazy("audit log", "not known"),
    "username": pgettext_lazy("audit log", "user name"),
    "webauthn added": pgettext_lazy("audit log", "passkey added"),
    "webauthn removed": pgettext_lazy("audit log", "passkey removed"),
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
