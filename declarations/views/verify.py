from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from declarations.models import DocumentVersion
from declarations.standing import hash_in, standings_of
from publishing.filters import PublicFilterSet
from publishing.views import PublicMixin

ASKED = "sha256"


class VerifyQuestion(PublicFilterSet):
    """The hash is read by `hash_in()`, not by a form: it is pasted as programs print it."""

    known_besides = (ASKED,)

    class Meta:
        model = DocumentVersion
        fields: tuple[str, ...] = ()


class VerifyView(PublicMixin, TemplateView):
    """Whether a file that somebody has is one of the Process."""

    template_name = "verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pasted = self.request.GET.get(ASKED, "").strip()
        sha256 = hash_in(pasted[:1000])
        problems = VerifyQuestion(self.request.GET, request=self.request).problems()
        if pasted and not sha256:
            problems.append(
                _("This is no SHA-256: one has 64 characters, digits and the letters from a to f. Paste one.")
            )
        return super().get_context_data(
            pasted=sha256 or pasted[:200],
            sha256=sha256,
            standings=standings_of(sha256) if sha256 and not problems else [],
            problems=problems,
            clear_url=self.request.path,
            **kwargs,
        )
