"""What the pages about spreadsheets have in common."""

from django.contrib import admin
from django.template.response import TemplateResponse


def page(request, template, *, title, **context):
    return TemplateResponse(
        request,
        f"admin/spreadsheets/{template}.html",
        {**admin.site.each_context(request), "title": title, **context},
    )
