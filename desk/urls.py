"""Pages of the desk about several kinds of records; each view asks who may see it."""

from django.contrib import admin
from django.urls import path

from publishing.admin.dates import typed_date

app_name = "desk"

urlpatterns = [
    path("date/", admin.site.admin_view(typed_date), name="date"),
]
