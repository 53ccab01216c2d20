from django.urls import path

from declarations.feeds import CommitmentsNewsView
from declarations.views import CommitmentDetailView, CommitmentListView

app_name = "commitments"
urlpatterns = [
    path("", CommitmentListView.as_view(), name="list"),
    path("commitments.atom", CommitmentsNewsView.as_view(), name="news"),
    path("<slug:slug>/", CommitmentDetailView.as_view(), name="detail"),
]
