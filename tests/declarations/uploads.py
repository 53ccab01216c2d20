"""Files on their way to a document."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

WORDS = b"We commit ourselves to offering protection to every refugee."


def upload(name="declaration.txt", content=WORDS):
    return SimpleUploadedFile(name, content)


def change_page(document):
    return reverse("admin:declarations_document_change", args=[document.pk])


def files_page(document):
    return reverse("admin:declarations_document_files", args=[document.pk])


def row(number=0, **values):
    """What a form sends of one file."""
    return {f"versions-{number}-{name}": value for name, value in values.items()}
