from django.urls import re_path

from events.picture_views import PictureFileView

app_name = "pictures"
urlpatterns = [
    re_path(
        r"^(?P<sha256>[0-9a-f]{64})-(?P<width>[1-9][0-9]{1,3})\.webp\Z",
        PictureFileView.as_view(),
        name="file",
    ),
]
