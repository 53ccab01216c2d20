"""The status page: what is known at once; and, when asked, what the doctor finds."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.kinds import Kinds
from desk.scheduled import SHOWN, came_about, going_out
from operations.doctor.examination import examine
from operations.doctor.registry import GROUPS
from operations.status import facts
from operations.status.backups import backups
from operations.status.errors import errors

SEE_STATUS = "operations.see_status"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """A POST changes nothing: it has the doctor look, which takes seconds and is not for every reload."""
    if not request.user.has_perm(SEE_STATUS):
        raise PermissionDenied
    kinds = Kinds(request)
    scheduled = going_out(kinds)
    context = {
        **admin.site.each_context(request),
        "title": _("Status"),
        "parts": list(facts.parts()),
        "sections": [
            (_("Errors"), list(errors())),
            (_("Backups"), list(backups())),
            (_("What runs"), list(facts.software())),
            (_("Room"), list(facts.room())),
            (_("Working together"), list(facts.connected())),
        ],
        "scheduled": scheduled[:SHOWN],
        "has_more_scheduled": len(scheduled) > SHOWN,
        "came_about": came_about(kinds),
        "examination": _examination() if request.method == "POST" else None,
    }
    request.current_app = admin.site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "admin/status/page.html", context)


def _examination() -> dict:
    looked = examine()
    findings = [
        {"group": GROUPS[one.check.group], "finding": finding} for one in looked for finding in one.findings
    ]
    # What is worse comes first.
    findings.sort(key=lambda row: row["finding"].level)
    return {"at": timezone.now(), "number": len(looked), "findings": findings}
