from django.contrib import admin

from events.models import Series
from events.readiness import SERIES
from events.views import SeriesDetailView
from publishing.admin import PUBLICATION, SOURCES, PublishableAdmin, TranslationInline, in_every_language
from publishing.admin.alike import WarnsOfAlike
from publishing.languages import columns_of
from search.alike import alike_by_title


@admin.register(Series)
class SeriesAdmin(WarnsOfAlike, PublishableAdmin):
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
    alike_columns = columns_of("title")

    def find_alike(self, record):
        return alike_by_title(self.others_than(record), record, self.alike_columns)
