from django.urls import path

from events.views import SeriesDetailView

app_name = "series"
urlpatterns = [path("<slug:slug>/", SeriesDetailView.as_view(), name="detail")]
