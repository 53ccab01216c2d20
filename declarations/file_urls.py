from django.urls import path, register_converter

from declarations.models import Document, StoredFile
from declarations.views import CurrentFileView, PackageFileView, PictureView, VersionFileView


class OneOf:
    """A part of the address that is one of a few codes."""

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class LanguageConverter(OneOf):
    regex = "|".join(Document.Language.values)


class FormatConverter(OneOf):
    regex = "|".join(StoredFile.Format.values)


class NumberConverter:
    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(LanguageConverter, "document_language")
register_converter(FormatConverter, "document_format")
register_converter(NumberConverter, "version_number")

app_name = "files"
urlpatterns = [
    path("packages/<slug:slug>.zip", PackageFileView.as_view(), name="package"),
    path(
        "<slug:slug>/<document_language:language>.<document_format:format>",
        CurrentFileView.as_view(),
        name="current",
    ),
    path(
        "<slug:slug>/<document_language:language>@<version_number:number>.<document_format:format>",
        VersionFileView.as_view(),
        name="version",
    ),
    path(
        "<slug:slug>/<document_language:language>@<version_number:number>.<document_format:format>.webp",
        PictureView.as_view(),
        name="picture",
    ),
]
