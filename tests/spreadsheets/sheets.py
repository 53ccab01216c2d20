"""Files as staff send them, and the way of one through the pages of the desk."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import User
from spreadsheets.importing import check
from spreadsheets.kinds import KINDS
from spreadsheets.mapping import guessed
from spreadsheets.models import ImportRow, ImportRun
from spreadsheets.reading.tables import read
from tests.html_forms import fields_of


def csv_of(*rows, delimiter=","):
    return "\r\n".join(delimiter.join(row) for row in rows).encode()


def workbook_of(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def file_of(content, name="rows.csv"):
    return SimpleUploadedFile(name, content)


def sheet_in(response):
    """The rows of the first sheet of an answer."""
    return [list(row) for row in load_workbook(io.BytesIO(body_of(response))).worksheets[0].values]


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def somebody():
    return User.objects.get_or_create(username="nadia", is_superuser=True, is_staff=True)[0]


def checked(kind, content, *, person=None, empties=False, name="rows.csv"):
    """The run of a file whose columns were taken as guessed, checked without any page."""
    table = read(file_of(content, name))
    run = ImportRun.objects.create(
        kind=kind,
        file_name=name,
        source=table.source,
        header=table.header,
        mapping=guessed(KINDS[kind], table.header),
        row_count=len(table.rows),
        empties=empties,
    )
    ImportRow.objects.bulk_create(
        ImportRow(run=run, number=number, cells=cells) for number, cells in table.rows
    )
    finish(check(run=run, person=person or somebody()))
    return run


def press_import(client, run, **options):
    return post_from_page(client, "import_all", run, {}, **options)


def post_from_page(client, name, run, sent, **options):
    """From its page as it stands now."""
    seen = ImportRun.objects.get(pk=run.pk).check_mark
    return client.post(reverse(f"spreadsheets:{name}", args=[run.pk]), {"seen": seen, **sent}, **options)


def finish(task):
    return list(task)


def problems_of(run):
    """Row, column and message of each."""
    return [
        (row.number, problem["column"], problem["message"])
        for row in run.rows.all()
        for problem in row.problems
    ]


def changes_of(run):
    return [
        (row.number, change["column"], change["before"], change["after"])
        for row in run.rows.all()
        for change in row.changes
    ]


def outcomes_of(run):
    return [row.outcome for row in run.rows.all()]


def upload(client, kind, content, name="rows.csv"):
    """Sends the file and takes the columns as guessed. The run, and its page."""
    sent = {"kind": kind, "file": file_of(content, name), "encoding": ""}
    columns = client.post(reverse("spreadsheets:upload"), sent)["Location"]
    answer = client.post(columns, fields_of(client.get(columns), "columns"))
    run = ImportRun.objects.latest("pk")
    return run, client.get(answer["Location"])
