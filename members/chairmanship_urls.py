from django.urls import path

from members.views import ChairmanshipDetailView, ChairmanshipListView

app_name = "chairmanships"
urlpatterns = [
    path("", ChairmanshipListView.as_view(), name="list"),
    path("<slug:slug>/", ChairmanshipDetailView.as_view(), name="detail"),
]
