"""Files whose bytes the web server in front sends, where X_ACCEL_PREFIX says so: the portal decides which,
under which headers and to whom, and no process of its own is kept busy by a slow line."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse

# The server in front knows its own tags alone, and would find that none of these are met.
CONDITIONS_OF_OURS = ("If-Match", "If-Unmodified-Since")


def handed_over(request: HttpRequest, name: str, content_type: str) -> HttpResponse | None:
    """An answer without bytes, by the file's name in the storage. Ranges are the server's business then. None
    where the portal sends the bytes itself: they may be in a store elsewhere."""
    if not settings.X_ACCEL_PREFIX or any(condition in request.headers for condition in CONDITIONS_OF_OURS):
        return None
    try:
        default_storage.path(name)
    except NotImplementedError:
        return None
    response = HttpResponse(content_type=content_type)
    response.headers["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(name)
    return response
