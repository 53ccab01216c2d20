from django.contrib import admin
from django.urls import path

from spreadsheets.views import exports, imports

app_name = "spreadsheets"

staff = admin.site.admin_view

urlpatterns = [
    path("", staff(imports.import_list), name="imports"),
    path("new/", staff(imports.upload), name="upload"),
    path("template/<slug:name>.<str:format_>", staff(exports.template), name="template"),
    path("export/<slug:name>/", staff(exports.export), name="export"),
    path("<int:pk>/", staff(imports.import_page), name="import"),
    path("<int:pk>/columns/", staff(imports.columns), name="columns"),
    path("<int:pk>/check/", staff(imports.check_again), name="check"),
    path("<int:pk>/correct/", staff(imports.correct), name="correct"),
    path("<int:pk>/to-correct.<str:format_>", staff(imports.wrong_rows), name="wrong_rows"),
    path("<int:pk>/discard/", staff(imports.discard), name="discard"),
    path("<int:pk>/import/", staff(imports.import_all), name="import_all"),
    path("<int:pk>/undo/", staff(imports.undo_import), name="undo"),
]
