from django import template
from django.contrib import admin

from publishing.admin.desk import latest_changes, tasks_of

register = template.Library()


@register.inclusion_tag("admin/includes/desk.html", takes_context=True)
def desk(context):
    request = context["request"]
    return {"groups": tasks_of(admin.site, request), "changes": latest_changes(admin.site, request)}
