"""What a record lacks, on its form and where it is about to be published."""

from django import template
from django.contrib import admin

register = template.Library()


@register.inclusion_tag("admin/includes/readiness.html")
def readiness(record, *, on_form=False, may_change=False):
    """On its own form the points lead to the fields, elsewhere to the form.

    Of a record that is not stored yet, or of a kind without checks, nothing is said.
    """
    # Django loads every library with a visitor's first page.
    from publishing.readiness import lacking  # noqa: PLC0415

    checks = getattr(admin.site._registry.get(type(record)), "readiness", None)
    if checks is None or record.pk is None:
        return {"points": None}
    points = checks.points_for([record])[record.pk]
    missing = lacking(points)
    return {
        "points": points,
        "needed": [point for point in missing if point.is_needed],
        "good": [point for point in missing if not point.is_needed],
        "met": sum(point.is_met for point in points),
        "on_form": on_form,
        "may_change": may_change,
    }
