"""The files of documents: the current one of a language and format, and each version for ever."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.generic import View

from declarations.files.responses import file_response, picture_response
from declarations.models import Document, DocumentVersion
from publishing.addresses import moved_to, record_at
from publishing.views import PublicMixin


class FileView(PublicMixin, View):
    """The version at an address, or the current one where the address has no number."""

    url_name: str

    def get(self, request: HttpRequest, **address: Any) -> HttpResponseBase:
        document = record_at(Document.objects.all(), address["slug"])
        if document is None:
            raise Http404
        if document.slug != address["slug"]:
            return moved_to(reverse(self.url_name, kwargs={**address, "slug": document.slug}), request)
        rows = self.versions(document, address)
        version = rows.published().first()
        if version is not None:
            return self.answer(request, version)
        # None of them is public now: what once was says so, the rest was never there.
        withdrawn = rows.ever_public().first()
        if withdrawn is None:
            raise Http404
        return gone(request, document, withdrawn)

    def versions(self, document: Document, address: dict[str, Any]) -> Any:
        """Newest first."""
        rows = DocumentVersion.objects.at(
            slug=document.slug, language=address["language"], format=address["format"]
        ).with_files()
        number = address.get("number")
        return rows.filter(number=number) if number else rows

    def answer(self, request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
        return file_response(request, version)


def gone(request: HttpRequest, document: Document, version: DocumentVersion) -> HttpResponseBase:
    """A notice in the language of the file, where the portal speaks it."""
    is_spoken = version.language in settings.MODELTRANSLATION_LANGUAGES
    language = version.language if is_spoken else settings.LANGUAGE_CODE
    context = {"document": document, "version": version}
    with translation.override(language):
        response = TemplateResponse(request, "documents/file_withdrawn.html", context, status=410)
        response.render()
    response.headers["Content-Language"] = language
    return response


class CurrentFileView(FileView):
    """Whichever public version has the highest number."""

    url_name = "files:current"


class VersionFileView(FileView):
    url_name = "files:version"

    def answer(self, request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
        # Not where the current one is: when it is withdrawn, an older one is that again.
        return file_response(request, version, since=version.file.uploaded_at)


class PictureView(FileView):
    """The first page, as a picture."""

    url_name = "files:picture"

    def versions(self, document: Document, address: dict[str, Any]) -> Any:
        return super().versions(document, address).with_pictures()

    def answer(self, request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
        if not version.file.picture:
            raise Http404
        return picture_response(request, version.file)
