import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from declarations.models import DocumentVersion
from declarations.standing import Status, hashes_in, standings_of
from publishing.filters import PublicFilterSet
from publishing.views import PublicMixin

ASKED = "sha256"
LONGEST_PASTED = 2000


class VerifyQuestion(PublicFilterSet):
    """The hash is read by `hashes_in()`, not by a form: it is pasted as programs print it."""

    known_besides = (ASKED,)

    class Meta:
        model = DocumentVersion
        fields: tuple[str, ...] = ()


class VerifyView(PublicMixin, TemplateView):
    """Whether a file that somebody has is one of the Process."""

    template_name = "verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pasted = self.request.GET.get(ASKED, "").strip()[:LONGEST_PASTED]
        hashes = hashes_in(pasted)
        problems = VerifyQuestion(self.request.GET, request=self.request).problems()
        wrong = what_is_wrong(pasted, hashes) if pasted and len(hashes) != 1 else ""
        problems += [wrong] if wrong else []
        sha256 = "" if problems else "".join(hashes)
        standings = standings_of(sha256) if sha256 else []
        return super().get_context_data(
            pasted=pasted,
            wrong=wrong,
            sha256=sha256,
            standings=standings,
            verdict=verdict_on([standing.status for standing in standings]),
            problems=problems,
            **kwargs,
        )


def what_is_wrong(pasted: str, hashes: set[str]) -> str:
    if hashes:
        return _("There is more than one SHA-256 in it. Check one file at a time.")
    joined = re.sub(r"[\s:-]", "", pasted)
    if re.fullmatch(r"[0-9a-fA-F]+", joined):
        return ngettext(
            "It has %(count)s character, and a SHA-256 has 64. Copy it whole.",
            "It has %(count)s characters, and a SHA-256 has 64. Copy it whole.",
            len(joined),
        ) % {"count": len(joined)}
    return _("There is no SHA-256 in it: that has 64 characters, digits and the letters from a to f.")


def verdict_on(statuses: list[Status]) -> str:
    """By the best of them: whoever holds the file wants to know whether it can be relied on."""
    if Status.CURRENT in statuses:
        return _("This is an official file of the Process")
    if Status.SUPERSEDED in statuses:
        return _("This is an official file of the Process, but not the current version")
    if Status.WITHDRAWN in statuses:
        return _("This was an official file of the Process, and it was withdrawn")
    return _("This portal does not know this file")
