from django.urls import path

from declarations.views import DocumentDetailView, DocumentListView

app_name = "documents"
urlpatterns = [
    path("", DocumentListView.as_view(), name="list"),
    path("<slug:slug>/", DocumentDetailView.as_view(), name="detail"),
]
