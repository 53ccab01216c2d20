from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.actions import save_chairmanship
from members.admin.forms import ChairmanshipForm
from members.models import Chairmanship, ChairPerson
from members.readiness import CHAIRMANSHIPS
from members.views import ChairmanshipDetailView
from publishing.admin import (
    SOURCES,
    PartInline,
    RecordAdmin,
    TranslationFilter,
    TranslationInline,
    in_every_language,
)


class ChairPersonInline(PartInline):
    model = ChairPerson
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_en", "name_fr", "name_ar"),
                    ("function_en", "function_fr", "function_ar"),
                    "order",
                ]
            },
        )
    ]


@admin.register(Chairmanship)
class ChairmanshipAdmin(RecordAdmin):
    form = ChairmanshipForm
    main_text = "text"
    detail_view = ChairmanshipDetailView
    readiness = CHAIRMANSHIPS
    public_when = _(
        "A term is public as soon as it is saved, if its partner is and its confidence is not low."
    )
    fieldsets = [
        (
            _("Term"),
            {
                "fields": ["partner", "number", "slug", "start", "end", "nominal_years"],
                "description": public_when,
            },
        ),
        (_("Text"), {"fields": in_every_language("text", "priorities")}),
        SOURCES,
    ]
    inlines = [ChairPersonInline, TranslationInline]
    autocomplete_fields = ["partner"]
    list_display = ["number", "partner", "start_shown", "end_shown", "confidence", "updated_at"]
    list_display_links = ["number", "partner"]
    list_select_related = ["partner"]
    list_filter = [TranslationFilter, "confidence"]
    search_fields = ["slug", "partner__search_text"]
    search_help_text = _("Words of the partner’s name, or of the address.")

    def save_model(self, request, obj, form, change):
        save_chairmanship(chairmanship=obj)

    def save_restored(self, record):
        save_chairmanship(chairmanship=record)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    @admin.display(description=_("start"), ordering="start_earliest")
    def start_shown(self, term):
        return str(term.start or "–")

    @admin.display(description=_("end"), ordering="end_earliest")
    def end_shown(self, term):
        return str(term.end or "–")
