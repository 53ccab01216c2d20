"""The site's addresses, and with them the errors that nobody can ask for, to be looked at."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from khartoum import errors, urls


def show_error(request: HttpRequest, status: int) -> HttpResponse:
    if status == 500:
        return errors.server_error(request)
    context = {"status": status, "list_url": "/en/events/"}
    return render(request, f"{status}.html", context, status=status)


urlpatterns = [*i18n_patterns(path("quality/<int:status>/", show_error)), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
