"""A filtered list as a file: first a page that says what it will hold, then the file."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audit import note
from accounts.models import AuditEntry
from spreadsheets import writing
from spreadsheets.exporting import count_of, rows_of
from spreadsheets.kinds import IMPORTED, KINDS
from spreadsheets.permissions import Permissions, admin_of
from spreadsheets.views.pages import page

# Beyond this a workbook takes minutes; the text and the data have no such bound.
MOST_ROWS_OF_A_WORKBOOK = 50_000
COUNTED = 100_000


def _kind(request, name):
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    if not Permissions(request.user, kind).may_view:
        raise PermissionDenied
    return kind


def _listed(request, kind):
    """The records of the list as its filters and its search leave them; None if the address asks nonsense."""
    try:
        return admin_of(kind).get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def export(request, name):
    kind = _kind(request, name)
    records = _listed(request, kind)
    if records is None:
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        return _file(request, kind, records)
    count = count_of(kind, records, at_most=COUNTED)
    options = kind.admin_model._meta
    query = request.GET.urlencode()
    the_list = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    belonging = [
        other for other in KINDS.values() if other.admin_model is kind.admin_model and other is not kind
    ]
    return page(
        request,
        "export",
        title=_("Export: %(kind)s") % {"kind": capfirst(kind.label)},
        kind=kind,
        count=count,
        counted=COUNTED,
        query=query,
        belonging=belonging,
        is_too_many=count > MOST_ROWS_OF_A_WORKBOOK,
        most=MOST_ROWS_OF_A_WORKBOOK,
        explanations=[writing.explanation(column) for column in kind.columns],
        list_url=f"{the_list}?{query}" if query else the_list,
        list_name=capfirst(options.verbose_name_plural),
    )


def _file(request, kind, records):
    format_ = request.POST.get("format")
    if format_ not in writing.CONTENT_TYPES:
        raise Http404
    count = count_of(kind, records, at_most=COUNTED)
    if format_ == writing.XLSX and count > MOST_ROWS_OF_A_WORKBOOK:
        raise Http404
    note(
        AuditEntry.Action.EXPORTED,
        rows_of=kind.name,
        count=count if count <= COUNTED else f">{COUNTED}",
        format=format_,
        filters=_narrowed(request),
    )
    columns = list(kind.columns)
    rows = rows_of(kind, records)
    stem = f"{kind.name}-{timezone.localdate():%Y-%m-%d}"
    if format_ == writing.XLSX:
        from spreadsheets import workbooks  # noqa: PLC0415 (large, and seldom asked for)

        cells = (workbooks.cells_of(columns, row) for row in rows)
        return _workbook(workbooks.as_workbook(kind, columns, cells), stem)
    if format_ == writing.JSON:
        return _stream(_in_language(writing.as_json(columns, rows)), format_, stem)
    header = [column.label for column in columns]
    cells = ([column.text(row) for column in columns] for row in rows)
    return _stream(_in_language(writing.as_csv(header, cells)), format_, stem)


def _narrowed(request):
    """What was looked for may be somebody's name, which nothing could take off the audit log again."""
    return {name: ["(…)"] if name == SEARCH_VAR else values for name, values in request.GET.lists()}


def _in_language(pieces):
    """By the time they are sent, the middleware that chose the language has returned."""
    language = get_language()
    pieces = iter(pieces)
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _stream(pieces, format_, stem):
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{format_}"'}
    return _private(
        StreamingHttpResponse(pieces, content_type=writing.CONTENT_TYPES[format_], headers=headers)
    )


def _workbook(file, stem):
    content_type = writing.CONTENT_TYPES[writing.XLSX]
    response = FileResponse(file, as_attachment=True, filename=f"{stem}.xlsx", content_type=content_type)
    return _private(response)


def _private(response):
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def template(request, name, format_):
    """A file to start from: the names of the columns, an example, and in a workbook what they mean."""
    kind = IMPORTED.get(name)
    if kind is None:
        raise Http404
    if not Permissions(request.user, kind).may_import:
        raise PermissionDenied
    stem = f"{kind.name}-template"
    if format_ == writing.XLSX:
        from spreadsheets import workbooks  # noqa: PLC0415 (large, and seldom asked for)

        return _workbook(workbooks.template_workbook(kind), stem)
    return _stream(_in_language(writing.template_csv(kind)), writing.CSV, stem)
