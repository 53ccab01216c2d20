"""Pages of the desk about several kinds of records, for those who may read all that is in them."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from accounts.audit import note
from accounts.models import AuditEntry
from desk.dossier import IN_A_DOSSIER, dossier_for
from desk.dossier.choice import HandoverForm
from desk.kinds import Kinds
from publishing.languages import direction

STYLES = "admin-desk/dossier.css"


@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """The dossier as a page, to be read, and printed as it stands."""
    chosen = _chosen(request, request.GET)
    context = {
        **admin.site.each_context(request),
        "title": _("Handover dossier"),
        "form": chosen,
        "dossier": _article(request, chosen),
        "partner_to_enter": chosen.partner if chosen.partner and not chosen.term else None,
    }
    request.current_app = admin.site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "desk/handover.html", context)


@require_POST
def handover_file(request: HttpRequest) -> HttpResponse:
    """The same in one file that needs nothing else: it leaves the desk, so the audit log knows of it."""
    chosen = _chosen(request, request.POST)
    article = _article(request, chosen)
    with override(chosen.code):
        content = render_to_string(
            "desk/dossier_file.html",
            {"article": article, "styles": _styles(), **_language(chosen)},
        )
    name = slugify(chosen.partner.slug if chosen.partner else "chair")
    note(
        AuditEntry.Action.EXPORTED,
        chosen.term or chosen.partner,
        what="handover dossier",
        format="html",
        language=chosen.code,
        reader=chosen.cleaned_data["reader"],
    )
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="handover-{name}-{chosen.code}.html"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _chosen(request: HttpRequest, data: Any) -> HandoverForm:
    if not request.user.has_perms(IN_A_DOSSIER):
        raise PermissionDenied
    return HandoverForm(data)


def _article(request: HttpRequest, chosen: HandoverForm) -> str:
    """In the language of whoever reads it, which need not be that of the desk."""
    with override(chosen.code):
        dossier = dossier_for(chosen, Kinds(request))
        context = {"dossier": dossier, "site_url": settings.SITE_URL, **_language(chosen)}
        return render_to_string("desk/dossier.html", context)


def _language(chosen: HandoverForm) -> dict[str, str]:
    return {"language": chosen.code, "direction": direction(chosen.code)}


def _styles() -> bytes:
    path = finders.find(STYLES)
    with open(str(path), "rb") as file:
        return file.read()
