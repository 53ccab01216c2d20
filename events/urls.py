from django.urls import path

from events.feeds import EventCalendarView, events_calendar
from events.views import EventDetailView, EventListView

app_name = "events"
urlpatterns = [
    path("", EventListView.as_view(), name="list"),
    path("events.ics", events_calendar, name="feed"),
    path("<slug:slug>/", EventDetailView.as_view(), name="detail"),
    path("<slug:slug>/event.ics", EventCalendarView.as_view(), name="calendar"),
]
