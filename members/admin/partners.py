from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.admin.forms import PartnerForm
from members.models import Membership, MembershipMilestone, Partner
from members.readiness import PARTNERS
from members.views import PartnerDetailView
from publishing.admin import (
    PUBLICATION,
    SOURCES,
    PartInline,
    PublishableAdmin,
    TranslationInline,
    in_every_language,
)
from publishing.admin.alike import WarnsOfAlike
from publishing.languages import columns_of
from search.alike import alike_by_title


class MembershipInline(PartInline):
    model = Membership
    fieldsets = [
        (None, {"fields": ["standing", ("start", "end"), "basis"]}),
        (
            _("If the start or the end is not known"),
            {"fields": ["not_before", ("attested", "unlisted")], "classes": ["collapse"]},
        ),
    ]


class MilestoneInline(PartInline):
    model = MembershipMilestone
    fieldsets = [
        (None, {"fields": ["what", "date", ("note_en", "note_fr", "note_ar")]}),
        (_("Sources"), {"fields": ["sources", "mirrors"], "classes": ["collapse"]}),
    ]


@admin.register(Partner)
class PartnerAdmin(WarnsOfAlike, PublishableAdmin):
    form = PartnerForm
    main_text = "name"
    detail_view = PartnerDetailView
    readiness = PARTNERS
    fieldsets = [
        (_("Name"), {"fields": [*in_every_language("name"), "slug", "acronym", "other_names"]}),
        (_("Kind"), {"fields": ["partner_kind", "iso", "region"]}),
        (_("Text"), {"fields": in_every_language("description")}),
        (
            _("In sentences"),
            {
                "fields": ["english_article", "french_article", "arabic_gender"],
                "description": _("How the name stands in the sentences that the portal writes by itself."),
                "classes": ["collapse"],
            },
        ),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [MembershipInline, MilestoneInline, TranslationInline]
    prepopulated_fields = {"slug": ["name_en"]}
    list_display = [
        "name",
        "partner_kind",
        "iso",
        "region",
        "state_column",
        "missing_languages",
        "updated_at",
    ]
    list_filter = ["partner_kind", "region"]
    alike_columns = columns_of("name")
    search_fields = ["slug", "acronym"]

    def find_alike(self, record):
        return alike_by_title(self.others_than(record), record, self.alike_columns)
