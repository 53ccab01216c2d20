"""What the pages about spreadsheets have in common."""

from django.contrib import admin
from django.template.response import TemplateResponse


def apart(name):
    """Between marks that keep the direction of a file's name from the rest of the line."""
    return f"\u2068{name}\u2069"


def page(request, template, *, title, **context):
    return TemplateResponse(
        request,
        f"admin/spreadsheets/{template}.html",
        {**admin.site.each_context(request), "title": title, **context},
    )
