"""The commonest tasks, one button each, for those who may do them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import languages_translated_by
from desk.dossier import IN_A_DOSSIER
from publishing.languages import name_of_language
from spreadsheets.permissions import permissions_of


@dataclass(frozen=True)
class Button:
    label: str
    address: str


def buttons_for(request: HttpRequest) -> list[Button]:
    person = request.user
    may = person.has_perm
    translates = [
        (True, _translate_into(code), reverse("desk:translations", args=[code]))
        for code in languages_translated_by(person)
    ]
    offered = [
        (may("events.add_event"), _("New event"), reverse("admin:events_event_add")),
        (may("declarations.add_document"), _("New document"), reverse("admin:declarations_document_add")),
        (bool(permissions_of(person)), _("Import"), reverse("spreadsheets:upload")),
        *translates,
        (may("accounts.add_user"), _("Invite a colleague"), reverse("admin:accounts_user_invite")),
        (person.has_perms(IN_A_DOSSIER), _("Handover dossier"), reverse("desk:handover")),
        (may("accounts.handle_personal_data"), _("A person’s data"), reverse("desk:people")),
        (may("accounts.view_auditentry"), _("Audit log"), reverse("admin:accounts_auditentry_changelist")),
        (may("operations.see_status"), _("Status"), reverse("status:page")),
    ]
    return [Button(label, address) for is_offered, label, address in offered if is_offered]


def _translate_into(code: str) -> str:
    return _("Translate into %(language)s") % {"language": name_of_language(code)}
