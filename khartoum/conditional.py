"""What has not changed is not sent again: what each answer tells of itself for that, and who has it."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date, parse_http_date_safe

from publishing.reading import IS_BEHIND
from publishing.standing import MADE_FROM, UNCHANGED_SINCE, State, standing

# Files say themselves since when their bytes are there; snapshots come and go without the record.
BESIDES_THE_RECORD = ("/files/", "/api/v1/snapshots")


class ConditionalMiddleware(ConditionalGetMiddleware):
    """As Django's, for HEAD as well: views answer it as they answer GET, and the server cuts it off."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return response
        if response.status_code == 200 and not request.path_info.startswith(BESIDES_THE_RECORD):
            tell_of_the_record(request, response)
        if self.needs_etag(response) and not response.has_header("ETag"):
            set_response_etag(response)
        modified = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(request, response.get("ETag"), modified, response)


def tell_of_the_record(request: HttpRequest, response: HttpResponse) -> None:
    """Of the whole: an answer tells of other records than its own, too."""
    since = request.META.get(UNCHANGED_SINCE)
    if response.streaming and "public" in response.get("Cache-Control", ""):
        # Known by what it is made from, before the first row of it is read.
        state = request.META.get(MADE_FROM) or standing().state
        since = state.since
        response.headers.setdefault("ETag", tag_of_stream(state, request.get_full_path()))
    if since and IS_BEHIND not in request.META:
        response.headers.setdefault("Last-Modified", http_date(since.timestamp()))


def tag_of_stream(state: State, path: str) -> str:
    made_from = repr((state.moments, released(), path))
    return f'W/"{blake2b(made_from.encode(), digest_size=16).hexdigest()}"'


@lru_cache(maxsize=1)
def released() -> float:
    """When the code last changed: the same for all workers, and another for the next version."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    return max(path.stat().st_mtime for folder in ours for path in folder.rglob("*.py"))
