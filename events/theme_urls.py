from django.urls import path

from events.feeds.views import ThemeCalendarView
from events.views import ThemeDetailView, ThemeListView

app_name = "themes"
urlpatterns = [
    path("", ThemeListView.as_view(), name="list"),
    path("<slug:slug>/", ThemeDetailView.as_view(), name="detail"),
    path("<slug:slug>/events.ics", ThemeCalendarView.as_view(), name="calendar"),
]
