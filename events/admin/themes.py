from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Theme
from events.readiness import THEMES
from events.views import ThemeDetailView
from publishing.admin import PUBLICATION, SOURCES, PublishableAdmin, TranslationInline, in_every_language
from publishing.admin.alike import WarnsOfAlike
from publishing.languages import columns_of
from search.alike import alike_by_title


@admin.register(Theme)
class ThemeAdmin(WarnsOfAlike, PublishableAdmin):
    main_text = "name"
    detail_view = ThemeDetailView
    readiness = THEMES
    fieldsets = [
        (None, {"fields": [*in_every_language("name"), "slug", "level", "number", "parent"]}),
        (_("Text"), {"fields": in_every_language("description")}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["parent"]
    list_display = ["name", "level", "number", "domain", "state_column", "missing_languages"]
    list_select_related = ["parent"]
    list_filter = ["level"]
    alike_columns = columns_of("name")

    def find_alike(self, record):
        return alike_by_title(self.others_than(record), record, self.alike_columns)

    @admin.display(description=_("domain"))
    def domain(self, theme):
        return theme.parent or "–"
