from django.contrib import admin

from events.models import Series
from events.readiness import SERIES
from events.views import SeriesDetailView
from publishing.admin import PUBLICATION, SOURCES, PublishableAdmin, TranslationInline, in_every_language


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    detail_view = SeriesDetailView
    readiness = SERIES
    fieldsets = [
        (None, {"fields": [*in_every_language("title"), "slug", "series_kind"]}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    prepopulated_fields = {"slug": ["title_en"]}
    list_display = ["title", "series_kind", "state_column", "missing_languages"]
    list_filter = ["series_kind"]
