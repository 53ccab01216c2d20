import json
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse

from declarations.citations import Reference, bibtex_of, csl_of, reference_of
from declarations.models import Document
from publishing.feeds.views import withdrawn_in_words
from publishing.views import PublicDetailView


class CitationView(PublicDetailView):
    """A document as programs for references take it in.

    Subclasses say the format's ending, which its address has too, and its media type.
    """

    model = Document
    queryset = Document.objects.for_citation()
    ending: ClassVar[str]
    media_type: ClassVar[str]

    def written(self, reference: Reference) -> str:
        raise NotImplementedError

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = HttpResponse(self.written(reference_of(self.object)), content_type=self.media_type)
        name = f"{self.object.slug}.{self.ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def address_of(self, record: Document) -> str:
        return reverse(f"documents:cite_{self.ending}", kwargs={"slug": record.slug})

    def withdrawn_response(self, record: Document) -> HttpResponse:
        return withdrawn_in_words(record)


class BibtexView(CitationView):
    ending = "bib"
    media_type = "application/x-bibtex; charset=utf-8"

    def written(self, reference: Reference) -> str:
        return bibtex_of(reference)


class CslView(CitationView):
    ending = "json"
    media_type = "application/vnd.citationstyles.csl+json"

    def written(self, reference: Reference) -> str:
        return json.dumps([csl_of(reference)], ensure_ascii=False, indent=2) + "\n"
