"""Files whose bytes somebody else sends: the web server in front, where X_ACCEL_PREFIX says so, or the store
that they are in, where S3_SIGNED_SECONDS does. The portal decides which, under which headers and to whom, and
no process of its own is kept busy by a slow line."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

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


def sent_to_store(name: str, *, content_type: str, disposition: str) -> HttpResponse | None:
    """The way to the store, which sends the file as this kind and under this name to whoever has the address,
    as long as it is good. So nobody may keep it. None where the portal sends the bytes itself."""
    sign = getattr(default_storage, "signed_address", None)
    if not settings.S3_SIGNED_SECONDS or sign is None:
        return None
    told = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    response = HttpResponseRedirect(sign(name, seconds=settings.S3_SIGNED_SECONDS, **told))
    response.headers["Cache-Control"] = "no-store"
    return response
