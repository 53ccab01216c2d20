"""The files of documents: the current one of a language and format, and each version for ever."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.generic import View

from declarations.files.responses import file_response, picture_response
from declarations.models import Document, DocumentVersion
from publishing.addresses import record_at
from publishing.views import PublicMixin


class FileView(PublicMixin, View):
    """Subclasses say which of the versions with the address it is."""

    url_name: str

    def get(self, request: HttpRequest, **address: Any) -> HttpResponseBase:
        document = record_at(Document.objects.all(), address["slug"])
        if document is None:
            raise Http404
        if document.slug != address["slug"]:
            return HttpResponsePermanentRedirect(
                reverse(self.url_name, kwargs={**address, "slug": document.slug})
            )
        rows = self.versions(document, address)
        version = rows.published().first()
        if version is not None:
            return self.answer(request, version)
        withdrawn = document if not document.is_public else rows.withdrawn().first()
        # Of a withdrawn document, too, only what once was public answers with a notice.
        if withdrawn is None or (withdrawn is document and not once_public(rows)):
            raise Http404
        return gone(request, withdrawn, address["language"])

    def versions(self, document: Document, address: dict[str, Any]) -> Any:
        """Newest first."""
        rows = DocumentVersion.objects.at(
            slug=document.slug, language=address["language"], format=address["format"]
        )
        number = address.get("number")
        return rows.filter(number=number) if number else rows

    def answer(self, request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
        return file_response(request, version)


def once_public(rows: Any) -> bool:
    """In its own right, whatever has become of its document."""
    states = {DocumentVersion.State.PUBLISHED, DocumentVersion.State.WITHDRAWN}
    return any(version.state in states for version in rows)


def gone(request: HttpRequest, record: Any, language: str) -> HttpResponseBase:
    """A notice in the language of the file, where the portal speaks it."""
    spoken = language if language in settings.MODELTRANSLATION_LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(spoken):
        response = TemplateResponse(request, "410.html", {"withdrawn": record}, status=410)
        response.render()
    response.headers["Content-Language"] = spoken
    return response


class CurrentFileView(FileView):
    """Whichever public version has the highest number."""

    url_name = "files:current"

    def versions(self, document: Document, address: dict[str, Any]) -> Any:
        return super().versions(document, address).with_files()


class VersionFileView(FileView):
    url_name = "files:version"

    def versions(self, document: Document, address: dict[str, Any]) -> Any:
        return super().versions(document, address).with_files()


class PictureView(FileView):
    """The first page, as a picture."""

    url_name = "files:picture"

    def versions(self, document: Document, address: dict[str, Any]) -> Any:
        return super().versions(document, address).select_related("file").defer("file__text_pages")

    def answer(self, request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
        if not version.file.picture:
            raise Http404
        return picture_response(request, version.file)
