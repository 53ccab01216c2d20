from django.urls import path

from pages.glossary_views import TermDetailView, TermListView

app_name = "glossary"
urlpatterns = [
    path("", TermListView.as_view(), name="list"),
    path("<slug:slug>/", TermDetailView.as_view(), name="detail"),
]
