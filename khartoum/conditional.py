"""What has not changed is not sent again: what each answer tells of itself for that, and who has it."""

from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date, parse_http_date_safe

from publishing.standing import UNCHANGED_SINCE

# Files say themselves since when their bytes are there; snapshots come and go without the record.
BESIDES_THE_RECORD = ("/files/", "/api/v1/snapshots/")


class ConditionalMiddleware(ConditionalGetMiddleware):
    """As Django's, for HEAD as well: views answer it as they answer GET, and the server cuts it off."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return response
        since = request.META.get(UNCHANGED_SINCE)
        if since and response.status_code == 200 and not request.path_info.startswith(BESIDES_THE_RECORD):
            # That of the whole record: an answer tells of other records than its own, too.
            response.headers.setdefault("Last-Modified", http_date(since.timestamp()))
        if self.needs_etag(response) and not response.has_header("ETag"):
            set_response_etag(response)
        modified = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(request, response.get("ETag"), modified, response)
