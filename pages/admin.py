from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from pages.models import Page
from pages.readiness import PAGES
from pages.views import PageDetailView
from publishing.admin import PUBLICATION, SOURCES, PublishableAdmin, TranslationInline, in_every_language


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    detail_view = PageDetailView
    readiness = PAGES
    fieldsets = [
        (_("Title"), {"fields": [*in_every_language("title"), "slug"]}),
        (_("Text"), {"fields": in_every_language("body")}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    prepopulated_fields = {"slug": ["title_en"]}
    list_display = ["title", "slug", "state_column", "missing_languages"]
