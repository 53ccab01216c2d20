"""What becomes of a report: received, dealt with, opened again; and when its sender is forgotten."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import mail, throttle
from accounts.audit import note
from accounts.models import AuditEntry
from reports.models import ProblemReport


@transaction.atomic
def receive(*, page: str, kind: str, message: str, email: str, language: str) -> ProblemReport:
    """Keeps the report, and tells staff of it where that is set up."""
    forget_old_addresses()
    report = ProblemReport.objects.create(
        page=page, kind=kind, message=message, email=email, language=language
    )
    if settings.REPORTS_TO and settings.SENDS_MAIL and throttle.may_write_to_staff("problem reports"):
        transaction.on_commit(lambda: tell_staff(report))
    return report


def tell_staff(report: ProblemReport) -> None:
    """That there is one, and where. What was typed, and by whom, stays at the desk."""
    context = {"report": report, "waiting": ProblemReport.objects.open().count()}
    for address in settings.REPORTS_TO:
        mail.post(mail.message("reports/email/received.txt", address, context, language="en"))


@transaction.atomic
def settle(*, report: ProblemReport, by: Any, remark: str, is_added: bool = False) -> bool:
    """It is dealt with, and whoever asked for a reply has had it: the address goes. Not what a colleague has
    settled meanwhile; then False. A remark that `is_added` stands below the one that is there."""
    report = ProblemReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.is_done:
        return False
    if is_added and report.remark.strip():
        # Nothing else keeps what colleagues have noted.
        remark = f"{report.remark.rstrip()}\n\n{remark}"
    report.done_at, report.done_by, report.remark, report.email = timezone.now(), by, remark, ""
    report.save(update_fields=["done_at", "done_by", "remark", "email"])
    note(AuditEntry.Action.REPORT_SETTLED, report, what="dealt with")
    return True


@transaction.atomic
def reopen(*, report: ProblemReport) -> bool:
    report = ProblemReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.is_done:
        return False
    report.done_at, report.done_by = None, None
    report.save(update_fields=["done_at", "done_by"])
    note(AuditEntry.Action.REPORT_SETTLED, report, what="opened again")
    return True


def forget_old_addresses() -> int:
    """Of senders whose report was never settled. How many they were."""
    return ProblemReport.objects.with_old_email().update(email="")
