"""The files of snapshots."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http import HttpResponseNotModified as NotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.generic import View

from delivery.models import Snapshot
from publishing.handing_over import handed_over, sent_to_store
from publishing.views import PublicMixin, set_public_cache

# It never changes; but it may be taken back, and caches must let go of it then.
KEPT_FOR = 24 * 60 * 60
KIND = "application/zip"


class SnapshotView(View):
    http_method_names = PublicMixin.http_method_names

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        snapshot = Snapshot.objects.filter(slug=slug).first()
        if snapshot is None:
            raise Http404
        if snapshot.taken_back_at is not None:
            return set_public_cache(gone(snapshot))
        etag = f'"{snapshot.sha256}"'
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in known or etag in known or f"W/{etag}" in known:
            response: HttpResponseBase = NotModified()
        else:
            signed = sent_to_store(
                snapshot.storage_name, content_type=KIND, disposition=_disposition(snapshot)
            )
            if signed is not None:
                return signed
            response = _file(request, snapshot)
        response.headers["ETag"] = etag
        patch_cache_control(response, public=True, max_age=KEPT_FOR, immutable=True)
        return response


def gone(snapshot: Snapshot) -> HttpResponse:
    told = f"This snapshot was taken back on {snapshot.taken_back_at:%Y-%m-%d}. {snapshot.reason}"
    return HttpResponse(told, status=410, content_type="text/plain; charset=utf-8")


def _disposition(snapshot: Snapshot) -> str:
    return f'attachment; filename="khartoum-process-{snapshot.slug}.zip"'


def _file(request: HttpRequest, snapshot: Snapshot) -> HttpResponseBase:
    response: HttpResponseBase | None = handed_over(request, snapshot.storage_name, KIND)
    if response is None:
        try:
            content = default_storage.open(snapshot.storage_name)
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(content, content_type=KIND)
        response.headers["Content-Length"] = str(snapshot.size)
    response.headers["Content-Disposition"] = _disposition(snapshot)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
