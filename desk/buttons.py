"""The commonest tasks, one button each, for those who may do them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.dossier import IN_A_DOSSIER


@dataclass(frozen=True)
class Button:
    label: str
    address: str


def buttons_for(request: HttpRequest) -> list[Button]:
    may = request.user.has_perm
    offered = [
        (may("events.add_event"), _("New event"), "admin:events_event_add"),
        (may("declarations.add_document"), _("New document"), "admin:declarations_document_add"),
        (request.user.has_perms(IN_A_DOSSIER), _("Handover dossier"), "desk:handover"),
    ]
    return [Button(label, reverse(name)) for is_offered, label, name in offered if is_offered]
