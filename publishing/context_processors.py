"""What the frame of every public page needs to know of the page it is around."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from publishing.languages import direction

# Slashes in the longest address that the menu has, such as /en/events/.
DEPTH_OF_MENU = 3


class Alternate(NamedTuple):
    """The same page in one of the languages, or the home page where there is none."""

    code: str
    name: str
    direction: str
    path: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    canonical: str
    alternates: list[Alternate]
    language: str
    direction: str
    path: str
    asked: str
    path_in_menu: str


def site(request: HttpRequest) -> dict:
    return {"site": SimpleLazyObject(lambda: site_of(request))}


def site_of(request: HttpRequest) -> Site:
    language = get_language() or settings.LANGUAGE_CODE
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    prefix = f"/{language}/"
    is_page = path.startswith(prefix)
    beyond = path.removeprefix(prefix) if is_page else ""
    asked = f"?{query}" if query else ""
    return Site(
        url=settings.SITE_URL,
        canonical=settings.SITE_URL + path,
        alternates=[
            Alternate(
                code=code,
                name=name,
                direction=direction(code),
                path=f"/{code}/{beyond}{asked if is_page else ''}",
                url=f"{settings.SITE_URL}/{code}/{beyond}",
                is_current=code == language,
            )
            for code, name in _languages()
        ],
        language=language,
        direction=direction(language),
        path=path,
        asked=path + asked,
        # The menu leads to no page further down.
        path_in_menu=path if path.count("/") <= DEPTH_OF_MENU else "",
    )


@cache
def _languages() -> list[tuple[str, str]]:
    """Each by the name that it has for itself."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
