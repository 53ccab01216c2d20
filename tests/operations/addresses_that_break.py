"""Addresses for tests of what is told of a request."""

import logging

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from khartoum import urls
from publishing.models import RecordVersion

handler500 = urls.handler500
log = logging.getLogger("tests.logs")


def breaks(request, secret=""):
    log.warning("Asked for %s by amal@example.org from 192.0.2.7.", request.path)
    raise ValueError(f"cannot read {request.GET.get('q')!r}")


def streams(request):
    def lines():
        yield str(RecordVersion.objects.count())

    return StreamingHttpResponse(lines())


urlpatterns = [
    *(path(f"{code}/breaks/", breaks, name="breaks") for code in ("en", "fr", "ar")),
    path("api/breaks/", breaks, name="breaks"),
    path("accounts/breaks/<str:secret>/", breaks, name="link_that_breaks"),
    path("streams/", streams, name="streams"),
    path("quiet/", lambda request: HttpResponse("ok"), name="quiet"),
    *urls.urlpatterns,
]
