"""Reports at the desk: read, dealt with, opened again; and how long the sender is known."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.roles import ARABIC_TRANSLATOR, AUDITOR, EDITOR
from reports.models import ProblemReport
from tests.factories import ProblemReportFactory
from tests.html_forms import main_form_of
from tests.staff import client_of, person_with, signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

LIST = "/admin/reports/problemreport/"
READER = "reader@example.org"


def page_of(report):
    return reverse("admin:reports_problemreport_change", args=[report.pk])


def unticked(client, report):
    """The form as the browser would send it, once nothing is ticked."""
    fields = main_form_of(client.get(page_of(report)))
    fields.pop("is_done", None)
    return fields


def test_dealing_with_a_report_forgets_its_sender_everywhere():
    report = ProblemReportFactory(email=READER)
    editor = client_of(person_with(EDITOR, name="amal"))
    page = editor.get(page_of(report))
    assert READER in page.content.decode()

    editor.post(page_of(report), {**main_form_of(page), "is_done": "on", "remark": "Corrected."})

    report.refresh_from_db()
    assert (report.is_done, report.done_by.username, report.remark) == (True, "amal", "Corrected.")
    assert report.email == ""
    [entry] = AuditEntry.objects.filter(action=AuditEntry.Action.REPORT_SETTLED)
    assert (entry.person, entry.details) == ("amal", {"what": "dealt with"})
    kept = [*LogEntry.objects.values_list("object_repr", "change_message"), entry.object_name]
    assert READER not in str(kept)


def test_a_report_can_be_opened_again_and_needs_a_remark_to_be_dealt_with():
    desk = signed_in()
    report = ProblemReportFactory(done_at=timezone.now(), remark="Nothing was wrong.")

    desk.post(page_of(report), unticked(desk, report) | {"remark": "Something was."})
    report.refresh_from_db()
    assert (report.is_done, report.remark) == (False, "Something was.")

    answer = desk.post(page_of(report), unticked(desk, report) | {"remark": " ", "is_done": "on"})
    report.refresh_from_db()
    assert "Say what was done" in answer.content.decode()
    assert not report.is_done


def test_the_second_of_two_colleagues_is_told():
    report = ProblemReportFactory()
    desk = signed_in()
    opened = main_form_of(desk.get(page_of(report)))
    ProblemReport.objects.filter(pk=report.pk).update(done_at=timezone.now(), remark="Corrected by Amal.")

    answer = desk.post(page_of(report), {**opened, "is_done": "on", "remark": "Corrected."})

    report.refresh_from_db()
    assert "A colleague has changed this meanwhile" in answer.content.decode()
    assert report.remark == "Corrected by Amal."


def test_the_second_who_writes_a_remark_is_shown_the_first_and_decides():
    report = ProblemReportFactory(remark="Asked the host.")
    amal, omar = client_of(person_with(EDITOR, name="amal")), client_of(person_with(EDITOR, name="omar"))
    opened = main_form_of(omar.get(page_of(report)))
    amal.post(page_of(report), {**opened, "remark": "The host says May."})

    answer = omar.post(page_of(report), {**opened, "remark": "No answer yet."})

    report.refresh_from_db()
    text = answer.content.decode()
    assert report.remark == "The host says May."
    assert "A colleague has changed this meanwhile" in text
    assert "Saved now: The host says May." in text
    shown = main_form_of(answer)
    assert shown["remark"] == ["No answer yet."]
    omar.post(page_of(report), shown)
    report.refresh_from_db()
    assert report.remark == "No answer yet."


def test_what_both_have_written_alike_is_no_news():
    report = ProblemReportFactory()
    desk = signed_in()
    opened = main_form_of(desk.get(page_of(report)))
    ProblemReport.objects.filter(pk=report.pk).update(remark="Corrected.")

    assert desk.post(page_of(report), {**opened, "remark": "Corrected."}).status_code == 302


def test_a_common_remark_leaves_what_was_remarked_of_each():
    asked, plain = ProblemReportFactory(remark="Asked the host."), ProblemReportFactory()
    chosen = {"action": "settle_selected", "_selected_action": [asked.pk, plain.pk]}

    signed_in().post(LIST, {**chosen, "confirmed": "yes", "remark": "All in the new list."})

    remarks = dict(ProblemReport.objects.done().values_list("pk", "remark"))
    assert remarks == {asked.pk: "Asked the host.\n\nAll in the new list.", plain.pk: "All in the new list."}


def test_several_are_dealt_with_by_one_remark():
    reports = ProblemReportFactory.create_batch(3, email=READER)
    other = ProblemReportFactory()
    chosen = {"action": "settle_selected", "_selected_action": [report.pk for report in reports]}
    desk = signed_in()

    asked = desk.post(LIST, chosen)
    assert ProblemReport.objects.done().count() == 0
    desk.post(LIST, {**main_form_of(asked), **chosen, "confirmed": "yes", "remark": "Advertising."})

    assert set(ProblemReport.objects.done()) == set(reports)
    assert list(ProblemReport.objects.open()) == [other]
    assert not ProblemReport.objects.exclude(email="").exists()


def test_a_sender_is_known_for_ninety_days_whatever_happens():
    old = ProblemReportFactory(email=READER, sent_at=timezone.now() - timedelta(days=91))
    young = ProblemReportFactory(email=READER, sent_at=timezone.now() - timedelta(days=89))
    # Not even before anything has run.
    assert READER not in signed_in().get(page_of(old)).content.decode()

    call_command("forget_reporters")

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.email, young.email) == ("", READER)


def test_auditors_read_and_translators_do_not():
    report = ProblemReportFactory()
    auditor = client_of(person_with(AUDITOR, name="auditor"))
    translator = client_of(person_with(ARABIC_TRANSLATOR, name="translator"))

    assert auditor.get(page_of(report)).status_code == 200
    assert auditor.post(page_of(report), {"is_done": "on", "remark": "Seen."}).status_code == 403
    assert translator.get(page_of(report)).status_code == 403
    assert translator.get(LIST).status_code == 403


def test_the_desk_begins_with_how_many_wait():
    ProblemReportFactory.create_batch(2)
    ProblemReportFactory(done_at=timezone.now())

    home = signed_in().get("/admin/").content.decode()

    assert "2 problem reports wait" in home


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_queries_for_any_length(count, django_assert_num_queries):
    ProblemReportFactory.create_batch(count)
    desk = signed_in()
    desk.get(LIST)

    with django_assert_num_queries(4):
        page = desk.get(LIST)

    assert len(page.context["cl"].result_list) == count


def test_open_ones_come_first_and_then_the_latest():
    now = timezone.now()
    done = ProblemReportFactory(done_at=now)
    older = ProblemReportFactory(sent_at=now - timedelta(days=2))
    newer = ProblemReportFactory(sent_at=now - timedelta(days=1))

    assert list(ProblemReport.objects.all()) == [newer, older, done]
