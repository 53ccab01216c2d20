from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pages.filters import TermFilter
from pages.models import Term
from pages.see_also import pages_shown_with
from pages.structured_data import structured_data_of
from publishing.folding import fold
from publishing.languages import text_in
from publishing.views import PublicDetailView, WholeListView


class TermListView(WholeListView):
    """All terms on one page, in the order of the reader's alphabet."""

    queryset = Term.objects.prefetch_related("translation_states")
    filterset_class = TermFilter
    template_name = "glossary/term_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terms = sorted(self.object_list, key=place_in_alphabet)
        letters = groupby(terms, key=lambda term: place_in_alphabet(term)[:1].upper())
        return super().get_context_data(
            letters=[(letter, list(found)) for letter, found in letters],
            kinds=self.kinds(),
            is_unofficial=any(is_unofficial(term) for term in terms),
            **kwargs,
        )

    def kinds(self) -> list[tuple[str, str, bool]]:
        """Label, address, and whether it is the one chosen."""
        chosen, path = self.request.GET.get("kind", ""), self.request.path
        labels = {
            "": _("All"),
            Term.Kind.BODY: _("Bodies and offices"),
            Term.Kind.TEXT: _("Texts"),
            Term.Kind.CONCEPT: _("Concepts"),
        }
        return [
            (label, f"{path}?kind={kind}" if kind else path, kind == chosen) for kind, label in labels.items()
        ]


def place_in_alphabet(term: Term) -> str:
    """Without the article that nearly every Arabic name would begin with."""
    shown = text_in(term, "name")
    name = shown.value.removeprefix("ال") if shown.language == "ar" else shown.value
    return fold(name)


def is_unofficial(term: Term) -> bool:
    """Whether what is shown of it is a translation that nobody has confirmed."""
    shown = {(field, text_in(term, field).language) for field in ("name", "definition")}
    return any(
        state.status == state.Status.UNOFFICIAL and (state.field, state.language) in shown
        for state in term.translation_states.all()
    )


class TermDetailView(PublicDetailView):
    model = Term
    queryset = Term.objects.prefetch_related("translation_states")
    template_name = "glossary/term_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        term = self.object
        return super().get_context_data(
            entry=term,
            see_also=pages_shown_with(term.see_also),
            structured_data=structured_data_of(term),
            whole_glossary=f"{reverse('glossary:list')}#{term.slug}",
            **kwargs,
        )
