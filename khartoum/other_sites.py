"""What scripts of other sites may read: the API, feeds and files, and nothing of the staff's (CORS).

The headers are the same whether or not a request names an origin, so that any cache may keep the answer and
give it to everybody; and without credentials, for nothing public looks at them.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from khartoum.staff import is_for_staff

OPEN = re.compile(r"/(?:api|files)/|/(?:en|fr|ar)/.+\.\w+\Z|/[\w-]+\.xml\Z")
EXPOSED = (
    "Content-Disposition, Content-Language, Content-Range, ETag, Link, RateLimit, RateLimit-Policy, "
    "Retry-After"
)
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    # A star would not include Authorization.
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Authorization, Content-Type, If-Modified-Since, If-None-Match, If-Range, "
        "Range"
    ),
    "Access-Control-Max-Age": "86400",
    # The bytes are the same for every question; OPTIONS is not kept by caches anyhow.
    "Cache-Control": "public, max-age=86400",
}


def open_to_other_sites(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        if is_for_staff(request) or not OPEN.match(request.path_info):
            return get_response(request)
        is_preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204, headers=PREFLIGHT) if is_preflight else get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return middleware
