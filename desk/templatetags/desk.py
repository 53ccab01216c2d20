from django import template

from desk.home import home_of

register = template.Library()


@register.inclusion_tag("admin/includes/desk.html", takes_context=True)
def desk(context):
    return home_of(context["request"])
