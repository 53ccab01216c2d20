from django.urls import path

from events.feeds.views import SeriesCalendarView
from events.views import SeriesDetailView

app_name = "series"
urlpatterns = [
    path("<slug:slug>/", SeriesDetailView.as_view(), name="detail"),
    path("<slug:slug>/events.ics", SeriesCalendarView.as_view(), name="calendar"),
]
