from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList
from publishing.admin.opened import ComparedForm, ComparesWithStored
from publishing.kinds import models_with_pages
from publishing.models import FormerSlug, OldAddress


class OldAddressForm(ComparedForm):
    """Nobody notices an old address that leads nowhere, so it is said here."""

    class Meta:
        model = OldAddress
        fields = ["path", "kind", "target"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, target = values.get("kind"), values.get("target")
        if kind is not None and target and not (is_record(kind, target) if kind else is_list(target)):
            self.add_error(
                "target",
                _("No record of this kind has, or had, this address.")
                if kind
                else _(
                    "There is no list page of this name. Examples: events:list, documents:list?year=2025."
                ),
            )
        return values


def is_record(kind: str, slug: str) -> bool:
    """Public or not: a draft may be announced on the earlier site too."""
    left = FormerSlug.objects.filter(kind=kind, slug=slug).values("record_id")
    return models_with_pages()[kind]._default_manager.filter(Q(slug=slug) | Q(pk__in=left)).exists()


def is_list(target: str) -> bool:
    try:
        return bool(reverse(target.partition("?")[0]))
    except NoReverseMatch:
        return False


@admin.register(OldAddress)
class OldAddressAdmin(ComparesWithStored, CarefulList, admin.ModelAdmin):
    form = OldAddressForm
    fieldsets = [(None, {"fields": ["path", "kind", "target"]})]
    list_display = ["path", "kind", "target"]
    list_per_page = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields = ["path", "target"]
