"""The bytes of pictures, for visitors."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.generic import View

from events.models import Picture, PictureFile
from events.pictures.storing import open_size
from publishing.handing_over import handed_over
from publishing.views import PublicMixin, set_public_cache

KEPT_BY_BROWSERS = timedelta(days=7)
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


class PictureFileView(View):
    """One size of a picture, as long as it is public at any event."""

    http_method_names = PublicMixin.http_method_names

    def get(self, request: HttpRequest, sha256: str, width: str) -> HttpResponseBase:
        file = PictureFile.objects.filter(sha256=sha256).first()
        size = file.size_of(int(width)) if file else None
        if file is None or size is None:
            raise Http404
        pictures = Picture.objects.of_file(file).for_naming()
        shown = list(pictures.published())
        if shown:
            return kept_while_public(picture_response(request, file, size), shown)
        withdrawn = pictures.ever_public().first()
        if withdrawn is None:
            raise Http404
        return set_public_cache(gone(request, withdrawn))


def picture_response(request: HttpRequest, file: PictureFile, size: dict[str, Any]) -> HttpResponse:
    etag = f'"{size["sha256"]}"'
    since = int(file.uploaded_at.timestamp())
    response = get_conditional_response(request, etag, since)
    if response is None:
        response = handed_over(request, file.name_of_size(size["width"]), "image/webp")
    if response is None:
        with open_size(file, size["width"]) as content:
            response = HttpResponse(content.read(), content_type="image/webp")
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(since)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def kept_while_public(response: HttpResponse, shown: list[Picture]) -> HttpResponse:
    """The browser of somebody who has seen it need not fetch it again for a week, unless it is to be
    withdrawn sooner. Caches between, which give it to others, ask again: a withdrawal takes hold at once."""
    ends = [_end_of(picture) for picture in shown]
    longest = KEPT_BY_BROWSERS
    if None not in ends:
        longest = min(longest, max(end for end in ends if end) - timezone.now())
    patch_cache_control(
        response, public=True, max_age=max(0, int(longest.total_seconds())), s_maxage=1, immutable=True
    )
    return response


def _end_of(picture: Picture) -> Any:
    return min(filter(None, (picture.withdrawn_at, picture.event.withdrawn_at)), default=None)


def gone(request: HttpRequest, picture: Picture) -> HttpResponse:
    """With the reason of its own withdrawal, or else that of its event."""
    withdrawn = picture if picture.state == Picture.State.WITHDRAWN else picture.event
    with translation.override(settings.LANGUAGE_CODE):
        response = TemplateResponse(request, "410.html", {"withdrawn": withdrawn}, status=410)
        response.render()
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    return response
