"""Templates of what stands on pages many times or is asked for most: Jinja writes them many times faster.

They lie beside the others and end in `.jinja`. Django's templates show them with `{% lean %}`; a view whose
page is one from its first line to its last answers with `LeanResponse`. Both escape alike, and what one has
marked as safe is safe to the other.
"""

from collections.abc import Hashable
from functools import cache, lru_cache, partial
from inspect import signature
from typing import Any

from django.conf import settings
from django.template.defaultfilters import urlencode
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, Template, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.visitor import NodeTransformer

from publishing.context_processors import site_of
from publishing.fields import host_of
from publishing.json_ld import json_ld
from publishing.languages import direction
from publishing.templatetags import texts


class Translated(NodeTransformer):
    """A sentence that needs nothing put into it is translated when its template is compiled."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if (
            isinstance(node.node, nodes.Name)
            and node.node.name == "_"
            and not node.kwargs
            and len(node.args) == 1
            and isinstance(message := node.args[0], nodes.Const)
        ):
            # The sign for per cent stands there twice, as in all that something may be put into.
            return nodes.MarkSafe(nodes.Const(gettext(message.value) % {}), lineno=node.lineno)
        return node


class InOneLanguage(Environment):
    """Of the language that is active while it is made, and while one of its templates is first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__(
            loader=FileSystemLoader(settings.BASE_DIR / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=settings.DEBUG,
            extensions=[InternationalizationExtension],
        )
        self.policies["ext.i18n.trimmed"] = True
        this: Any = self
        this.install_gettext_callables(
            cache(gettext), ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
        )
        tags = {name: in_language(tag, language) for name, tag in texts.FOR_LEAN.items()}
        self.globals.update(
            tags, once=once, json_ld=json_ld, language=language, direction=direction(language)
        )
        self.globals.update(url=url, static=static if settings.DEBUG else cache(static))
        self.filters.update(isolated=texts.isolated, host=host_of, path_of=texts.path_of)
        # As Django's templates know them, where Jinja's of the same name do something else.
        self.filters.update(capfirst=capfirst, urlencode=urlencode)

    def _parse(self, *source: Any) -> nodes.Template:
        template: nodes.Template = Translated().visit(super()._parse(*source))
        return template


def in_language(tag: Any, language: str) -> Any:
    """Spares a tag that goes by the active language asking for it each time."""
    parameter = signature(tag).parameters.get("language")
    goes_by_active = parameter is not None and parameter.default is None
    return partial(tag, language=language) if goes_by_active else tag


def url(view: str, args: list[Any] | None = None) -> str:
    return reverse(view, args=args) if args else _url(view, get_language())


@cache
def _url(view: str, _language: str | None) -> str:
    return reverse(view)


@cache
def environment(language: str) -> Environment:
    return InOneLanguage(language)


@cache
def _template(name: str, language: str) -> Template:
    return environment(language).get_template(name)


def rendered(name: str, **context: Any) -> SafeString:
    language = get_language() or settings.LANGUAGE_CODE
    template = environment(language).get_template(name) if settings.DEBUG else _template(name, language)
    return mark_safe(template.render(context))  # noqa: S308 - escaped by Jinja


def once(name: str, **context: Hashable) -> SafeString:
    """One of Django's templates that depends on nothing but the language and the few plain values given."""
    show = _written.__wrapped__ if settings.DEBUG else _written
    return show(name, get_language(), *sorted(context.items()))


@lru_cache(500)
def _written(name: str, _language: str | None, *context: tuple[str, Any]) -> SafeString:
    return mark_safe(get_template(name).render(dict(context)))  # noqa: S308 - a template escapes


class LeanResponse(TemplateResponse):
    """A page of which Jinja writes all. It knows the site, and what the view says."""

    @property
    def rendered_content(self) -> str:
        # Views name several, of which the first is there.
        names: Any = self.template_name
        name = names if isinstance(names, str) else names[0]
        match = self._request.resolver_match
        section = match.namespace if match else ""
        return rendered(name, site=site_of(self._request), section=section, **(self.context_data or {}))
