"""A file comes in, page by page: upload, names of the columns, preview, import, and back."""

from contextlib import suppress
from itertools import islice

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from publishing.admin.keys import key_of
from publishing.labelled import apart, labelled
from spreadsheets import corrections, keeping, preview, writing
from spreadsheets.forms import MappingForm, TableForm, UploadForm
from spreadsheets.importing import (
    ClosedError,
    OutdatedError,
    OvertakenError,
    check,
    held_open,
    overlay,
    write_all,
)
from spreadsheets.kinds import KINDS
from spreadsheets.mapping import guessed
from spreadsheets.models import ImportRow, ImportRun
from spreadsheets.permissions import Permissions, kinds_seen_by, permissions_of
from spreadsheets.undoing import LISTED, CannotUndoError, UndoneError, obstacles, undo
from spreadsheets.views.exports import _private, _stream, _workbook
from spreadsheets.views.pages import page
from spreadsheets.views.progress import run_task

RUNS_LISTED = 50
SAMPLES = 3


# Which imports there are


@require_safe
def import_list(request):
    kinds = kinds_seen_by(request.user)
    if not kinds:
        raise PermissionDenied
    runs = ImportRun.objects.filter(kind__in=kinds).select_related("person")
    before = key_of(request.GET.get("before", ""))
    if before:
        runs = runs.filter(pk__lt=before)
    runs = list(runs.order_by("-pk")[: RUNS_LISTED + 1])
    return page(
        request,
        "import_list",
        title=_("Imports"),
        runs=[preview.Summary(run) for run in runs[:RUNS_LISTED]],
        older=runs[RUNS_LISTED - 1].pk if len(runs) > RUNS_LISTED else None,
        permitted=[one.kind for one in permissions_of(request.user)],
    )


def _run(request, pk):
    """An import of rows that the person may bring in themselves."""
    run = get_object_or_404(ImportRun.objects.select_related("person", "imported_by", "undone_by"), pk=pk)
    if not Permissions(request.user, KINDS[run.kind]).may_import:
        raise PermissionDenied
    return run


def _open_run(request, pk):
    run = _run(request, pk)
    return (run, None) if run.is_open else (run, _closed(request, run))


def _closed(request, run):
    messages.warning(request, _("This file has been imported already. Nothing was done."))
    return HttpResponseRedirect(run.get_absolute_url())


# Upload


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    permitted = [one.kind for one in permissions_of(request.user)]
    if not permitted:
        raise PermissionDenied
    names = {kind.name for kind in permitted}
    wanted = request.GET.get("kind", "")
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        permitted=permitted,
        initial={"kind": wanted if wanted in names else ""},
    )
    if request.method == "POST" and form.is_valid():
        keeping.delete_old_rows()
        run = _keep(request, KINDS[form.cleaned_data["kind"]], form.cleaned_data["file"], form.table)
        return HttpResponseRedirect(reverse("spreadsheets:columns", args=[run.pk]))
    return page(request, "upload", title=_("Import a spreadsheet"), form=form, permitted=permitted)


def _keep(request, kind, file, table):
    with transaction.atomic():
        run = ImportRun.objects.create(
            person=request.user,
            kind=kind.name,
            file_name=file.name[-200:],
            source=table.source,
            header=table.header,
            mapping=guessed(kind, table.header),
            row_count=len(table.rows),
        )
        rows = (ImportRow(run=run, number=number, cells=cells) for number, cells in table.rows)
        while portion := list(islice(rows, 500)):
            ImportRow.objects.bulk_create(portion)
    return run


# Names of the columns


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, pk):
    run, elsewhere = _open_run(request, pk)
    if elsewhere:
        return elsewhere
    samples = list(run.rows.values_list("cells", flat=True)[:SAMPLES])
    form = MappingForm(request.POST or None, run=run, samples=samples)
    if request.method == "POST" and form.is_valid():
        run.mapping, run.empties = form.mapping, bool(form.cleaned_data["empties"])
        try:
            with transaction.atomic():
                held_open(run)
                run.save(update_fields=["mapping", "empties"])
        except ClosedError:
            return _closed(request, run)
        return _check(request, run)
    kind = KINDS[run.kind]
    return page(
        request,
        "columns",
        title=_("Columns of “%(file)s”") % {"file": apart(run.file_name)},
        run=run,
        form=form,
        kind=kind,
        source=preview.source_in_words(run),
    )


def _check(request, run):
    return run_task(
        request,
        _unless_closed(check(run=run, person=request.user)),
        rows=run.row_count,
        title=_("Checking “%(file)s”") % {"file": apart(run.file_name)},
        told=_("Each row is compared with the record. Nothing is changed by this."),
        address=run.get_absolute_url,
    )


def _unless_closed(task):
    """Who comes too late is led to what became of it."""
    with suppress(ClosedError):
        yield from task


@require_POST
def check_again(request, pk):
    run, elsewhere = _open_run(request, pk)
    return elsewhere or _check(request, run)


# Preview, and what came of it


@require_safe
def import_page(request, pk):
    run = get_object_or_404(ImportRun.objects.select_related("person", "imported_by", "undone_by"), pk=pk)
    if run.kind not in kinds_seen_by(request.user):
        raise PermissionDenied
    may_import = Permissions(request.user, KINDS[run.kind]).may_import
    if run.state == ImportRun.State.UPLOADED:
        if not may_import:
            raise PermissionDenied
        return HttpResponseRedirect(reverse("spreadsheets:columns", args=[run.pk]))
    return _shown(request, run, may_import=may_import)


def _shown(request, run, *, may_import, sent=None):
    return page(
        request,
        "import",
        title=_("Import of “%(file)s”") % {"file": apart(run.file_name)},
        run=run,
        summary=preview.Summary(run),
        preview=preview.Preview(run, request.GET, sent),
        kind=KINDS[run.kind],
        may_import=may_import,
        correcting=TableForm(prefix="correct"),
        traces=None if run.is_open else preview.traces(run),
    )


@require_safe
def wrong_rows(request, pk, format_):
    run = _run(request, pk)
    header, rows = corrections.header_of(run), corrections.wrong_rows(run)
    stem = f"corrections-{run.pk}"
    if format_ == writing.CSV:
        return _stream(writing.as_csv(header, list(rows)), format_, stem)
    from spreadsheets import workbooks  # noqa: PLC0415 (large, and seldom asked for)

    book = workbooks.Book()
    sheet = book.sheet(_("Rows to correct"), header, [10, 50, *[20] * len(run.header)])
    for row in rows:
        book.append(sheet, row)
    return _private(_workbook(book.saved(), stem))


@require_POST
def correct(request, pk):
    """Cells typed over on the page, or the small file of wrong rows that comes back."""
    run, elsewhere = _open_run(request, pk)
    if elsewhere:
        return elsewhere
    try:
        return _corrected(request, run)
    except ClosedError:
        return _closed(request, run)
    except OutdatedError:
        return _look_again(request, run)


def _look_again(request, run):
    """The rows are no longer those that were corrected; what was typed over stands in their boxes."""
    if _is_by_file(request):
        told = _(
            "The rows have been checked anew meanwhile, and nothing was taken over. Look at them again, then "
            "send the file once more."
        )
        messages.error(request, told)
        return HttpResponseRedirect(run.get_absolute_url())
    told = _(
        "The rows have been checked anew meanwhile, and nothing was taken over. What you typed stands below: "
        "look at it again, then send it."
    )
    messages.error(request, told)
    run.refresh_from_db()
    return _shown(request, run, may_import=True, sent=request.POST)


def _is_by_file(request):
    return "correct-file" in request.FILES or "by_file" in request.POST


def _corrected(request, run):
    seen = request.POST.get("seen", "")
    if _is_by_file(request):
        form = TableForm(request.POST, request.FILES, prefix="correct")
        if not form.is_valid():
            for told in (message for errors in form.errors.values() for message in errors):
                messages.error(request, told)
            return HttpResponseRedirect(run.get_absolute_url())
        try:
            count = corrections.take_corrections(run=run, table=form.table, seen=seen)
        except corrections.OtherFileError:
            told = _("The file has no column “%(column)s”, which says where each row belongs.")
            messages.error(request, told % {"column": corrections.number_label()})
            return HttpResponseRedirect(run.get_absolute_url())
    else:
        count = corrections.take_typed(run=run, sent=request.POST, seen=seen)
    told = ngettext("%(count)s row was corrected.", "%(count)s rows were corrected.", count)
    messages.info(request, told % {"count": count})
    return _check(request, run)


@require_POST
def discard(request, pk):
    run, elsewhere = _open_run(request, pk)
    if elsewhere:
        return elsewhere
    try:
        with transaction.atomic():
            held_open(run).delete()
    except ClosedError:
        return _closed(request, run)
    messages.success(request, _("The file was thrown away. Nothing of it was imported."))
    return HttpResponseRedirect(reverse("spreadsheets:imports"))


# Import, and back


@require_POST
def import_all(request, pk):
    run, elsewhere = _open_run(request, pk)
    if elsewhere:
        return elsewhere

    def task():
        try:
            yield from write_all(run=run, person=request.user, seen=request.POST.get("seen", ""))
        except OutdatedError as found:
            yield from _show_again(request, run, found)

    return run_task(
        request,
        _unless_closed(task()),
        rows=run.row_count,
        title=_("Importing “%(file)s”") % {"file": apart(run.file_name)},
        told=_(
            "All rows are written, or none. Leave this page open: if you close it before the end, none is."
        ),
        address=run.get_absolute_url,
    )


def _show_again(request, run, found):
    notice = _("Nothing was imported: since the check, something has changed. Look at the rows again.")
    try:
        yield from check(run=run, person=request.user)
        overlay(run=run, problems=found.problems, notice=notice)
    except OvertakenError:
        # What the rows would do is for the other check to say. A message would come too late here: the answer
        # of a long import has begun.
        with transaction.atomic():
            held = held_open(run)
            held.notice = notice
            held.save(update_fields=["notice"])


@require_http_methods(["GET", "HEAD", "POST"])
def undo_import(request, pk):
    run = _run(request, pk)
    if run.state != ImportRun.State.IMPORTED:
        raise Http404
    found = list(islice(obstacles(run, request.user), LISTED))
    if request.method == "POST" and not found:
        return _undo(request, run)
    return page(
        request,
        "undo",
        title=_("Undo the import of “%(file)s”") % {"file": apart(run.file_name)},
        run=run,
        obstacles=found,
        are_more=len(found) == LISTED,
        traces=preview.traces(run),
    )


def _undo(request, run):
    count = run.traces.count()

    def task():
        try:
            with suppress(UndoneError):
                yield from undo(run=run, person=request.user)
        except CannotUndoError as found:
            reasons = [labelled(one.title, one.reason) for one in found.obstacles[:1]]
            run.notice = " ".join([_("Nothing was undone."), *reasons])
            run.save(update_fields=["notice"])

    def address():
        run.refresh_from_db()
        is_done = run.state == ImportRun.State.UNDONE
        return run.get_absolute_url() if is_done else reverse("spreadsheets:undo", args=[run.pk])

    return run_task(
        request,
        task(),
        rows=count,
        title=_("Undoing the import of “%(file)s”") % {"file": apart(run.file_name)},
        told=_("All of it is taken back, or nothing. Leave this page open."),
        address=address,
    )
