from typing import Any

from django.http import Http404
from django.urls import reverse

from declarations.comparing import Comparison, compare
from declarations.models import Document, DocumentVersion
from declarations.paragraphs import flowing
from publishing.languages import direction
from publishing.views import PublicDetailView


class CompareView(PublicDetailView):
    """A version beside the public one before it, of the same language and format."""

    model = Document
    queryset = Document.objects.all()
    template_name = "documents/document_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, previous = self._versions()
        return super().get_context_data(
            version=version,
            previous=previous,
            versions=[version, previous],
            # A scan has no text; each that has none is named.
            without_text=[row for row in (previous, version) if not row.file.has_text],
            comparison=_compared(previous, version),
            text_direction=direction(version.language),
            **kwargs,
        )

    def _versions(self) -> tuple[DocumentVersion, DocumentVersion]:
        asked = {name: self.kwargs[name] for name in ("language", "format")}
        number = self.kwargs["number"]
        found = self.object.versions.published().with_files().at(slug=self.object.slug, **asked)
        up_to = [version for version in found if version.number <= number][:2]
        if len(up_to) < 2 or up_to[0].number != number:
            raise Http404
        return up_to[0], up_to[1]

    def address_of(self, record: Document) -> str:
        return reverse("documents:compare", kwargs={**self.kwargs, "slug": record.slug})


def _compared(old: DocumentVersion, new: DocumentVersion) -> Comparison | None:
    if not (old.file.has_text and new.file.has_text):
        return None
    return compare(flowing(old.file.text_pages), flowing(new.file.text_pages))
