from django.contrib import admin
from django.urls import path

from operations.status.views import page

app_name = "status"

urlpatterns = [path("", admin.site.admin_view(page), name="page")]
