from django.urls import path

import declarations.file_urls  # noqa: F401 (registers the parts of a version's address)
from declarations.feeds import DocumentsNewsView
from declarations.views import (
    BibtexView,
    CompareView,
    CslView,
    DocumentDetailView,
    DocumentListView,
    DocumentsByMeetingView,
    DocumentTextView,
)

app_name = "documents"
urlpatterns = [
    path("", DocumentListView.as_view(), name="list"),
    path("documents.atom", DocumentsNewsView.as_view(), name="news"),
    path("by-meeting/", DocumentsByMeetingView.as_view(), name="by_meeting"),
    path("<slug:slug>/", DocumentDetailView.as_view(), name="detail"),
    path("<slug:slug>/text/", DocumentTextView.as_view(), name="text"),
    path("<slug:slug>/cite.bib", BibtexView.as_view(), name="cite_bib"),
    path("<slug:slug>/cite.json", CslView.as_view(), name="cite_json"),
    path(
        "<slug:slug>/compare/<document_language:language>@<version_number:number>.<document_format:format>/",
        CompareView.as_view(),
        name="compare",
    ),
]
