from django.urls import path

from declarations.views import CommitmentDetailView, CommitmentListView

app_name = "commitments"
urlpatterns = [
    path("", CommitmentListView.as_view(), name="list"),
    path("<slug:slug>/", CommitmentDetailView.as_view(), name="detail"),
]
