from django.urls import path

from events.feeds.views import PartnerCalendarView
from members.views import PartnerDetailView, PartnerListView

app_name = "members"
urlpatterns = [
    path("", PartnerListView.as_view(), name="list"),
    path("<slug:slug>/", PartnerDetailView.as_view(), name="detail"),
    path("<slug:slug>/events.ics", PartnerCalendarView.as_view(), name="calendar"),
]
