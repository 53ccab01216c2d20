from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info, gettext

from publishing.languages import direction

# Slashes in the longest address that the menu has, such as /en/events/.
DEPTH_OF_MENU = 3


def site(request: HttpRequest) -> dict:
    """What the frame of every public page needs to know."""
    return {"site": SimpleLazyObject(lambda: _site(request))}


def _site(request: HttpRequest) -> dict:
    language = get_language() or settings.LANGUAGE_CODE
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    prefix = f"/{language}/"
    is_page = path.startswith(prefix)
    alternates = []
    for code, _name in settings.LANGUAGES:
        address = f"/{code}/{path.removeprefix(prefix)}" if is_page else f"/{code}/"
        alternates.append(
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "direction": direction(code),
                "path": f"{address}?{query}" if query and is_page else address,
                "url": settings.SITE_URL + address,
                "is_current": code == language,
            }
        )
    return {
        "name": gettext("Khartoum Process"),
        "url": settings.SITE_URL,
        "canonical": settings.SITE_URL + path,
        "alternates": alternates,
        "language": language,
        "direction": direction(language),
        "path": path,
        "asked": f"{path}?{query}" if query else path,
        # The menu leads to no page further down.
        "path_in_menu": path if path.count("/") <= DEPTH_OF_MENU else "",
    }
