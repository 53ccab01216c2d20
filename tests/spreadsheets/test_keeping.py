from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from spreadsheets.models import ImportRun
from tests import factories
from tests.spreadsheets.sheets import checked, csv_of, upload
from tests.spreadsheets.test_importing import imported
from tests.staff import signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def run():
    factories.EventFactory(slug="som")
    return imported(checked("events", csv_of(["slug", "city"], ["som", "Rome"])))


def age(run, days):
    moment = timezone.now() - days * DAY
    ImportRun.objects.filter(pk=run.pk).update(uploaded_at=moment, imported_at=run.imported_at and moment)


@pytest.mark.parametrize(("days", "rows"), [(89, 1), (91, 0)])
def test_rows_of_an_import_are_deleted_after_ninety_days_and_it_can_still_be_undone(run, days, rows):
    age(run, days)

    call_command("delete_old_imports")

    run.refresh_from_db()
    assert (run.rows.count(), run.traces.count(), run.rows_deleted_at is None) == (rows, 1, rows == 1)


def test_file_that_was_never_imported_goes_altogether(run):
    left = checked("events", csv_of(["slug", "city"], ["som", "Oslo"]))
    age(left, 91)

    call_command("delete_old_imports")

    assert list(ImportRun.objects.all()) == [run]


def test_next_upload_deletes_what_is_old(run):
    age(run, 91)

    upload(signed_in(username="omar"), "events", csv_of(["slug", "city"], ["som", "Oslo"]))

    assert run.rows.count() == 0


def test_page_of_an_import_without_its_rows_says_so(run):
    age(run, 91)
    call_command("delete_old_imports")

    page = signed_in(username="omar").get(run.get_absolute_url())

    assert "What was read from the file has been deleted." in page.content.decode()
