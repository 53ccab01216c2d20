from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.admin.forms import NamesField
from pages.glossary_views import TermDetailView
from pages.models import Page, Term
from pages.readiness import PAGES, TERMS
from pages.views import PageDetailView
from publishing.admin import PUBLICATION, SOURCES, PublishableAdmin, TranslationInline, in_every_language
from publishing.forms import RecordForm


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


class TermForm(RecordForm):
    other_names = NamesField(
        required=False,
        label=_("Other names"),
        help_text=_("Abbreviations above all. One on each line, with its language: “fr: OIM”."),
    )
    forms = NamesField(
        required=False,
        label=_("Other forms"),
        help_text=_(
            "The plural and the like, so that texts are understood; nobody sees them. "
            "One on each line, with its language: “en: refugees”."
        ),
    )


@admin.register(Term)
class TermAdmin(PublishableAdmin):
    form = TermForm
    main_text = "name"
    detail_view = TermDetailView
    readiness = TERMS
    fieldsets = [
        (_("Name"), {"fields": [*in_every_language("name"), "slug", "term_kind", "other_names"]}),
        (_("Definition"), {"fields": in_every_language("definition")}),
        (_("In other texts"), {"fields": ["is_linked", "forms", "see_also"]}),
        SOURCES,
        PUBLICATION,
    ]
    inlines = [TranslationInline]
    prepopulated_fields = {"slug": ["name_en"]}
    list_display = ["name", "term_kind", "slug", "state_column", "missing_languages"]
    list_filter = ["term_kind"]
