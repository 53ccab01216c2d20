from typing import Any

from django import template

from accounts import second_factor

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor_missing(context: Any) -> bool:
    return second_factor.is_missing(context["request"])
