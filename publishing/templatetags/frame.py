"""The frame of a page, and the way up from it."""

import re

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe

from publishing.lean import rendered

register = template.Library()

# Block → what the frame calls it, for those that stand in attributes, where the end of a line has no place.
IN_ONE_LINE = {"title": "page_title", "description": "page_description", "og_type": "og_type"}
# That of HTML: the spaces at which French ends no line are kept.
WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")


@register.tag
def frame(parser: Parser, _token: Token) -> "FrameNode":
    """Gives what the blocks inside say to `frame.jinja`, each by its name."""
    blocks = parser.parse(("endframe",))
    parser.delete_first_token()
    return FrameNode(blocks)


class FrameNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        # Templates that extend the one with the frame look for its blocks here.
        self.nodelist = nodelist
        self.blocks = [node for node in nodelist if isinstance(node, BlockNode)]

    def render(self, context: Context) -> SafeString:
        parts = {block.name: block.render_annotated(context) for block in self.blocks}
        in_one_line = {name: captured(str(parts.pop(block))) for block, name in IN_ONE_LINE.items()}
        request = context.get("request")
        match = getattr(request, "resolver_match", None)
        return rendered(
            "frame.jinja",
            **parts,
            **in_one_line,
            site=context.get("site"),
            section=match.namespace if match else "",
            is_preview=context.get("is_preview"),
            structured_data=context.get("structured_data"),
        )


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """Keeps what is inside, in one line, for use in several places: {% captured as title %}…"""
    return mark_safe(WHITE_SPACE.sub(" ", content).strip(" "))  # noqa: S308 - rendered, so escaped already


@register.simple_tag
def breadcrumbs(*labels_and_addresses: str) -> SafeString:
    """The way from the home page to the one above this: {% breadcrumbs label url label url %}."""
    pairs = zip(labels_and_addresses[::2], labels_and_addresses[1::2], strict=True)
    return rendered("components/breadcrumbs.jinja", crumbs=list(pairs))
