from django.urls import path

from members.views import PartnerDetailView, PartnerListView

app_name = "members"
urlpatterns = [
    path("", PartnerListView.as_view(), name="list"),
    path("<slug:slug>/", PartnerDetailView.as_view(), name="detail"),
]
