from base64 import b64encode

from django import template

register = template.Library()


@register.inclusion_tag("admin/includes/desk.html", takes_context=True)
def desk(context):
    # Django loads every library with a visitor's first page.
    from desk.home import home_of  # noqa: PLC0415

    return home_of(context["request"])


@register.filter
def base64(content: bytes) -> str:
    """For an address that carries its content with it."""
    return b64encode(content).decode()
