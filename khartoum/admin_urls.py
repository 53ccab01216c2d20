"""What is registered at the desk, once all of it is."""

from django.contrib import admin

urlpatterns, _app_name, _namespace = admin.site.urls
