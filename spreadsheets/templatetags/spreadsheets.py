from django import template

register = template.Library()


@register.inclusion_tag("admin/spreadsheets/_list_tools.html", takes_context=True)
def spreadsheet_tools(context, changes):
    """Ways from a list of records to its file, and from a file into the list."""
    # Django loads every library with a visitor's first page.
    from spreadsheets.kinds import KINDS  # noqa: PLC0415
    from spreadsheets.permissions import Permissions  # noqa: PLC0415

    person = context["request"].user
    kind = next((kind for kind in KINDS.values() if kind.model is changes.model), None)
    may = Permissions(person, kind) if kind else None
    return {
        "kind": kind,
        "may_export": may is not None and may.may_view,
        "may_import": may is not None and may.may_import,
        "query": changes.get_query_string(),
    }
