from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from khartoum.gallery.examples import examples


@never_cache
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Where pages are made, not where they are read: elsewhere there is nothing here."""
    if not settings.COMPONENT_GALLERY:
        raise Http404
    groups = groupby(examples(), key=lambda example: example.component)
    return render(request, "gallery/gallery.html", {"components": [(name, list(of)) for name, of in groups]})
