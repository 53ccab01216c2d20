from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.models import CommitteeComposition, CommitteeSeat
from members.readiness import COMPOSITIONS
from publishing.admin import (
    SOURCES,
    RecordAdmin,
    RowInline,
    TranslationFilter,
    TranslationInline,
    in_every_language,
)


class SeatInline(RowInline):
    model = CommitteeSeat
    fields = ["partner", "is_temporary"]
    autocomplete_fields = ["partner"]


@admin.register(CommitteeComposition)
class CommitteeCompositionAdmin(RecordAdmin):
    main_text = "note"
    readiness = COMPOSITIONS
    public_when = _(
        "Who sat on the Steering Committee as one source gave it on one date. "
        "It is public as soon as it is saved, unless its confidence is low."
    )
    fieldsets = [
        (
            None,
            {
                "fields": ["date", "slug", *in_every_language("note")],
                "description": public_when,
            },
        ),
        SOURCES,
    ]
    inlines = [SeatInline, TranslationInline]
    list_display = ["as_of", "slug", "confidence", "updated_at"]
    list_filter = [TranslationFilter, "confidence"]
    search_help_text = _("Words of the address.")

    @admin.display(description=_("as of"), ordering="date_latest")
    def as_of(self, composition):
        return str(composition.date or _("date not known"))
