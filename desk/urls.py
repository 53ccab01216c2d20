"""Pages of the desk about several kinds of records; each view asks who may see it."""

from django.contrib import admin
from django.urls import path

from desk.views import handover, handover_file
from publishing.admin.dates import typed_date

app_name = "desk"

urlpatterns = [
    path("handover/", admin.site.admin_view(handover), name="handover"),
    path("handover/file/", admin.site.admin_view(handover_file), name="handover_file"),
    path("date/", admin.site.admin_view(typed_date), name="date"),
]
