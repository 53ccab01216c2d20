from django.contrib import admin

from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator
from publishing.models import OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    fields = ["path", "kind", "target"]
    list_display = ["path", "kind", "target"]
    list_per_page = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    search_fields = ["path", "target"]
