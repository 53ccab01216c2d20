from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from khartoum.staff import is_for_staff


class PublicGZipMiddleware(GZipMiddleware):
    """Compresses what the public reads, the same bytes each time.

    Public answers hold no secret, so they need none of the random bytes that guard one. The staff's
    pages do hold secrets and are not compressed at all; nor are the files of documents, which are known
    by the hash of their bytes and may be asked for in part.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if is_for_staff(request) or request.path_info.startswith("/files/"):
            return response
        return super().process_response(request, response)
