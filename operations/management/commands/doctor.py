"""What is wrong with this portal, and how it is mended: `manage.py doctor`."""

import json
import sys
from collections.abc import Iterable
from itertools import groupby
from time import monotonic

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from operations.doctor.examination import Looked, count, examine
from operations.doctor.registry import ERROR, GROUPS, WARNING

MARKS = {ERROR: "ERROR", WARNING: "warning"}
PATIENCE_WITH_MAIL = 20


class Command(BaseCommand):
    help = (
        "Looks at everything that the portal needs, says what is wrong and how it is mended, and changes "
        "nothing. Ends with 1 if there is an error. Run it as the portal's own user, with its environment."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="For programs: one object.")
        parser.add_argument(
            "--group", action="append", choices=[*GROUPS], help="Only these; may be given several times."
        )
        parser.add_argument("--strict", action="store_true", help="End with 1 if there is a warning, too.")
        parser.add_argument("--send-mail-to", metavar="ADDRESS", help="Also send a letter there.")

    def handle(self, *, json, group, strict, send_mail_to, **options):
        began = monotonic()
        with translation.override("en"):
            looked = examine(group or tuple(GROUPS))
        if send_mail_to:
            self.send_mail(send_mail_to)
        seconds = monotonic() - began
        if json:
            self.stdout.write(as_json(looked, seconds))
        else:
            self.tell(looked, seconds)
        if count(looked) or (strict and count(looked, WARNING)):
            sys.exit(1)

    def tell(self, looked: list[Looked], seconds: float) -> None:
        self.stdout.write(f"{settings.SITE_URL}\n\n")
        for group, members in groupby(looked, lambda one: one.check.group):
            self.tell_group(str(GROUPS[group]), list(members))
        errors, warnings = count(looked), count(looked, WARNING)
        found = " and ".join(filter(None, [numbered(errors, "error"), numbered(warnings, "warning")]))
        style = self.style.ERROR if errors else self.style.WARNING if warnings else self.style.SUCCESS
        self.stdout.write(
            style(f"\n{found or 'All is well'}. {len(looked)} things looked at in {seconds:.1f} s.")
        )

    def tell_group(self, name: str, members: Iterable[Looked]) -> None:
        findings = [finding for one in members for finding in one.findings]
        self.stdout.write(f"{name}:" if findings else f"{name}: {self.style.SUCCESS('well')}")
        for finding in findings:
            style = self.style.ERROR if finding.level == ERROR else self.style.WARNING
            self.stdout.write(f"  {style(MARKS[finding.level])}  {finding.problem}")
            self.stdout.write(f"    → {finding.cure}")

    def send_mail(self, address: str) -> None:
        if not settings.SENDS_MAIL:
            raise CommandError("No letter was sent: set EMAIL_URL and EMAIL_FROM first.")
        try:
            send_mail(
                "The portal can send letters",
                f"The doctor of {settings.SITE_URL} was asked to send this. Nothing has to be done.\n",
                None,
                [address],
                connection=get_connection(timeout=PATIENCE_WITH_MAIL)
                if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
                else None,
            )
        except OSError as problem:
            raise CommandError(f"No letter was sent to {address}: {problem}") from problem
        self.stderr.write(f"A letter was sent to {address}.")


def numbered(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""


def as_json(looked: list[Looked], seconds: float) -> str:
    findings = [
        {
            "check": one.check.name,
            "group": one.check.group,
            "level": finding.level,
            "problem": finding.problem,
            "cure": finding.cure,
        }
        for one in looked
        for finding in one.findings
    ]
    told = {
        "site": settings.SITE_URL,
        "at": timezone.now().isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "looked_at": len(looked),
        "errors": count(looked),
        "warnings": count(looked, WARNING),
        "findings": findings,
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
