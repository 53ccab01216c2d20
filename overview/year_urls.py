from django.urls import path, register_converter

from overview.years.views import YearListView, YearView


class YearConverter:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


register_converter(YearConverter, "year")

urlpatterns = [
    path("", YearListView.as_view(), name="years"),
    path("<year:year>/", YearView.as_view(), name="year"),
]
