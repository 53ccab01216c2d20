"""Templates of what stands on pages many times or is asked for most: Jinja writes them many times faster.

They lie beside the others and end in `.jinja`. Django's templates show them with `{% lean %}`. Both escape
alike, and what one has marked as safe is safe to the other.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, Template
from jinja2.ext import InternationalizationExtension

from publishing.fields import host_of
from publishing.templatetags import texts


def sentence(message: str) -> str:
    """What `gettext()` gives, which looks it up each time."""
    return _sentence(message, get_language())


@cache
def _sentence(message: str, _language: str | None) -> str:
    return gettext(message)


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=settings.DEBUG,
        extensions=[InternationalizationExtension],
    )
    made.policies["ext.i18n.trimmed"] = True
    with_sentences: Any = made
    with_sentences.install_gettext_callables(
        sentence, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(texts.FOR_LEAN, url=reverse)
    made.filters.update(capfirst=capfirst, isolated=texts.isolated, host=host_of, path_of=texts.path_of)
    return made


@cache
def _template(name: str) -> Template:
    return environment().get_template(name)


def rendered(name: str, **context: Any) -> SafeString:
    template = environment().get_template(name) if settings.DEBUG else _template(name)
    return mark_safe(template.render(context))  # noqa: S308 - escaped by Jinja
