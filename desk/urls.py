"""Pages of the desk about several kinds of records; each view asks who may see it."""

from django.contrib import admin
from django.urls import path

from desk.people.views import people
from desk.translating import next_translation, translations
from desk.views import handover, handover_file
from publishing.admin.dates import typed_date
from publishing.admin.pasting import pasted

app_name = "desk"

urlpatterns = [
    path("handover/", admin.site.admin_view(handover), name="handover"),
    path("handover/file/", admin.site.admin_view(handover_file), name="handover_file"),
    path("people/", admin.site.admin_view(people), name="people"),
    path("translations/", admin.site.admin_view(translations), name="translations"),
    path("translations/<str:language>/", admin.site.admin_view(translations), name="translations"),
    path(
        "translations/<str:language>/next/", admin.site.admin_view(next_translation), name="next_translation"
    ),
    path("date/", admin.site.admin_view(typed_date), name="date"),
    path("pasted/", admin.site.admin_view(pasted), name="pasted"),
]
