from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import pgettext

from declarations.filters import DocumentFilter
from declarations.models import Document, Relation
from publishing.views import PublicDetailView, PublicListView, grouped_by_year


class DocumentListView(PublicListView):
    queryset = Document.objects.for_list()
    filterset_class = DocumentFilter
    template_name = "documents/document_list.html"
    context_object_name = "documents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "groups": grouped_by_year(context["page"].rows, attrgetter("shown_date"))}


class DocumentDetailView(PublicDetailView):
    model = Document
    queryset = Document.objects.for_detail()
    template_name = "documents/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object
        return super().get_context_data(
            related_events=list(document.related_events.all()),
            themes=list(document.themes.all()),
            relations=relations_of(document),
            **kwargs,
        )

    def withdrawn_response(self, record: Document) -> HttpResponse:
        """A withdrawn document keeps its address: a dated notice with the reason, and nothing else."""
        return TemplateResponse(self.request, "documents/document_withdrawn.html", {"document": record})


def relations_of(document: Document) -> list[tuple[str, list[Document]]]:
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
    for relation in Relation.objects.published().touching(document):
        if relation.document_id == document.pk:
            found.setdefault(forward[kind(relation.kind)], []).append(relation.other)
        else:
            found.setdefault(backward[kind(relation.kind)], []).append(relation.document)
    return list(found.items())
