from django.urls import path

from declarations.views import PackageView
from events.feeds.news import EventsNewsView
from events.feeds.views import EventCalendarView, EventsCalendarView
from events.map_view import EventMapView
from events.month_view import EventMonthView
from events.views import EventDetailView, EventListView

app_name = "events"
urlpatterns = [
    path("", EventListView.as_view(), name="list"),
    path("events.ics", EventsCalendarView.as_view(), name="feed"),
    path("events.atom", EventsNewsView.as_view(), name="news"),
    path("map/", EventMapView.as_view(), name="map"),
    path("calendar/", EventMonthView.as_view(), name="month"),
    path("<slug:slug>/", EventDetailView.as_view(), name="detail"),
    path("<slug:slug>/package/", PackageView.as_view(), name="package"),
    path("<slug:slug>/event.ics", EventCalendarView.as_view(), name="calendar"),
]
