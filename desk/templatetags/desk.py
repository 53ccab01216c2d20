from base64 import b64encode

from django import template

from desk.home import home_of

register = template.Library()


@register.inclusion_tag("admin/includes/desk.html", takes_context=True)
def desk(context):
    return home_of(context["request"])


@register.filter
def base64(content: bytes) -> str:
    """For an address that carries its content with it."""
    return b64encode(content).decode()
