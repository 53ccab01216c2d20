"""One stylesheet for every page, and hashed, compressed static files."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "site.css"
# Names first, then what pages are made of, then the components by name.
FIRST = ["tokens.css", "base.css"]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HASHED = re.compile(r"\.[0-9a-f]{12}(\.|$)")
LINE_END = re.compile(r"\s*\n\s*")


def stylesheet_sources() -> list[Path]:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    rank = {name: position for position, name in enumerate(FIRST)}
    return sorted(folder.glob("*.css"), key=lambda path: (rank.get(path.name, len(FIRST)), path.name))


def joined_stylesheet() -> str:
    """All sources in order, without comments and indentation."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in stylesheet_sources())
    return LINE_END.sub("\n", COMMENT.sub("", text)).strip() + "\n"


class SiteStylesheetFinder(BaseFinder):
    """Finds `site.css`, joined anew whenever it is asked for: a reload shows each change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "stylesheet")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        if path != STYLESHEET or not stylesheet_sources():
            return []
        return [self._write()] if find_all else self._write()

    def list(self, ignore_patterns):
        if stylesheet_sources():
            self._write()
            yield STYLESHEET, self.storage

    def _write(self) -> str:
        target = Path(self.storage.path(STYLESHEET))
        text = joined_stylesheet()
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return str(target)


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files under names that change with their content, so that browsers may keep them for ever."""

    def compress_files(self, paths):
        # Pages ask for no other names, and compressing takes most of the time of a first start.
        return super().compress_files(path for path in paths if HASHED.search(path))


def static_files(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """whitenoise, which looks through all files first, from the first question for one of them on: behind
    nginx, nobody ever asks."""

    @cache
    def whitenoise() -> WhiteNoiseMiddleware:
        return WhiteNoiseMiddleware(get_response)

    def answer(request: HttpRequest) -> HttpResponseBase:
        is_static = request.path_info.startswith(settings.STATIC_URL)
        return whitenoise()(request) if is_static else get_response(request)

    return answer
