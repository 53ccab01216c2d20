"""Every sentence of the code and the templates that is to be translated."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.conf import settings
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

LAZY_KEYWORDS = {
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY_KEYWORDS}
COMMENT_TAGS = ["Translators:"]

# Read by developers only.
LEFT_OUT = {"tests", "scripts", "migrations"}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".jinja"}


def our_files() -> Iterator[Path]:
    """What may hold sentences: the apps' modules, and templates wherever they are."""
    for top in sorted(Path(settings.BASE_DIR).iterdir()):
        if top.name.startswith(".") or not (top.name == "templates" or (top / "__init__.py").exists()):
            continue
        for path in sorted(top.rglob("*")):
            inside = set(path.relative_to(settings.BASE_DIR).parts)
            is_template = "templates" in inside and path.suffix in TEMPLATE_SUFFIXES
            if not inside & LEFT_OUT and (path.suffix == ".py" or is_template):
                yield path


def as_python(path: Path) -> bytes:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return source.encode()
    # Django writes calls of gettext between blanked-out HTML. Its indentation would mean something to Python.
    lines = templatize(source, origin=str(path)).split("\n")
    return "\n".join(line.lstrip() for line in lines).encode()


def messages_of(path: Path) -> Iterable[Any]:
    if path.suffix == ".jinja":
        # Its sentences are in one line, like those of Django's `trimmed`.
        with path.open("rb") as file:
            return list(extract(babel_extract, file, KEYWORDS, COMMENT_TAGS, {"trimmed": "true"}))
    return extract("python", io.BytesIO(as_python(path)), KEYWORDS, COMMENT_TAGS, strip_comment_tags=True)


def extracted() -> Catalog:
    catalogue = Catalog(charset="utf-8")
    for path in our_files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for line, message, comments, context in messages_of(path):
            catalogue.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalogue
