from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from declarations.citations import citations_of, reference_of
from declarations.document_page import shown_with
from declarations.document_sections import sections_of
from declarations.filters import DocumentFilter
from declarations.holdings import holdings_from
from declarations.models import Document, Relation
from declarations.reading import Outline
from declarations.rows import DocumentRow
from declarations.structured_data import citation_tags_of, structured_data_of
from declarations.views.text import (
    TextQuestion,
    contents_of,
    provisions_address,
    provisions_context,
    text_address,
    with_text,
)
from declarations.ways_of_looking import ways_of_looking_at_documents
from pages.glossary import glossary
from publishing.feeds.subscription import Subscription
from publishing.together import Shaped
from publishing.views import PublicDetailView, PublicListView, grouped_by_year


class DocumentListView(PublicListView):
    queryset = Document.objects.all()
    filterset_class = DocumentFilter
    template_name = "documents/document_list.html"
    context_object_name = "documents"

    @classmethod
    def asked(cls, found, cut, is_first):
        return {"rows": Shaped(cut(found), DocumentRow)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "groups": grouped_by_year(context["page"].rows, attrgetter("shown_date")),
            "subscription": Subscription.of_list(context["query_string"], news="documents:news"),
            "ways": ways_of_looking_at_documents("documents:list", context["query_string"]),
        }


class DocumentDetailView(PublicDetailView):
    model = Document
    queryset = Document.objects.all()
    template_name = "documents/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object
        shown = shown_with(document)
        holdings = holdings_from(shown.pop("versions"), shown.pop("withdrawn"))
        outline = Outline(document, shown.pop("provisions"))
        reference = reference_of(document)
        question = TextQuestion(self.request)
        shown |= provisions_of(outline, question)
        shown["relations"] = relations_of(document, shown["relations"])
        shown["holdings"] = holdings
        return super().get_context_data(
            related_events=list(document.related_events.all()),
            themes=list(document.themes.all()),
            text_url=text_address(document) if with_text(holdings) else "",
            **shown,
            sections=sections_of(document, shown),
            related=[
                (_("From the same meeting"), shown["same_meeting"], ""),
                (
                    _("Of the same kind"),
                    shown["same_kind"],
                    f"{reverse('documents:list')}?type={document.type}",
                ),
            ],
            citations=citations_of(reference),
            reference=reference,
            glossary=glossary(state=shown["state"]),
            citation_tags=citation_tags_of(document, reference, holdings.current),
            structured_data=structured_data_of(document, reference, holdings.current),
            problems=question.problems,
            clear_url=question.path,
            **kwargs,
        )

    def withdrawn_response(self, record: Document) -> HttpResponse:
        """A withdrawn document keeps its address: a dated notice with the reason, and nothing else."""
        return TemplateResponse(self.request, "documents/document_withdrawn.html", {"document": record})


def provisions_of(outline: Outline, question: TextQuestion) -> dict[str, Any]:
    """All of them where they are few and short; else their contents, which lead to the page of the text."""
    if not outline:
        return {"outline": outline}
    language = outline.shown_in(question.wanted)
    return {
        **provisions_context(question, outline, language, anchor="#provisions"),
        "provisions": outline.shown(language) if outline.is_short else [],
        "contents": [] if outline.is_short else contents_of(outline, language, question),
        "provisions_url": provisions_address(outline.document, question),
    }


def relations_of(document: Document, relations: list[Relation]) -> list[tuple[str, list[Document]]]:
    """Both ways, each in its own words."""
    kind = Relation.Kind
    forward = {
        kind.SUPERSEDES: pgettext("relation", "Supersedes"),
        kind.IMPLEMENTS: pgettext("relation", "Implements"),
        kind.CITES: pgettext("relation", "Cites"),
        kind.CORRECTS: pgettext("relation", "Corrects"),
    }
    backward = {
        kind.SUPERSEDES: pgettext("relation", "Superseded by"),
        kind.IMPLEMENTS: pgettext("relation", "Implemented by"),
        kind.CITES: pgettext("relation", "Cited by"),
        kind.CORRECTS: pgettext("relation", "Corrected by"),
    }
    found: dict[str, list[Document]] = {}
    for relation in relations:
        if relation.document_id == document.pk:
            found.setdefault(forward[kind(relation.kind)], []).append(relation.other)
        else:
            found.setdefault(backward[kind(relation.kind)], []).append(relation.document)
    return list(found.items())
